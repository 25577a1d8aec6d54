package dev.switchboard.ticket.decide;

import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.SentPost;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A ticket, played through by hand: Discord does what it is asked only when the test says so. */
public final class TicketFixture {
  public static final long TICKET = 7;
  public static final long CHANNEL = 9_000;
  public static final Member ALICE = new Member(1_000, "alice", "Alice");
  public static final Staff BOB = new Staff(2_000, "Bob", "Moderator");
  public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Rules rules;
  private TicketState state = new TicketState.Absent();
  private final List<TicketEvent> journal = new ArrayList<>();
  private Instant now = START;
  private long nextId = 100_000;

  public TicketFixture() {
    this(rules(OptionalLong.empty(), "Welcome!"));
  }

  public TicketFixture(Rules rules) {
    this.rules = rules;
  }

  /** A ticket that begins where another one stands, with an empty journal. */
  TicketFixture(TicketFixture other) {
    this(other.rules);
    state = other.state;
    now = other.now;
    nextId = other.nextId;
  }

  public static Rules rules(OptionalLong logChannel, String welcome) {
    TicketSettings settings =
        new TicketSettings(
            new TicketSettings.Messages(welcome, "Closed.", "Delayed.", "Busy."),
            new TicketSettings.Ping.Here(),
            new TicketSettings.Signing(TicketSettings.Signature.NAME_AND_ROLE, "Staff Team"),
            new TicketSettings.Pace(
                Duration.ofMinutes(1), Duration.ofSeconds(5), 60, Duration.ofDays(7)),
            new TicketSettings.Relay(1 << 20, 0, true, true));
    return new Rules(
        settings,
        10 << 20,
        logChannel,
        file -> "https://files.example/" + file.key(),
        TestWords.ENGLISH);
  }

  public TicketReply command(TicketCommand command) {
    Ticket.Decision decision = Ticket.decide(state, TICKET, command, rules);
    for (TicketEvent event : decision.events()) {
      state = Ticket.apply(state, event);
      journal.add(event);
    }
    return decision.reply();
  }

  public <R extends TicketQuery.Answer> R ask(TicketQuery<R> query) {
    return Ticket.answer(state, query);
  }

  public Rules rules() {
    return rules;
  }

  /** The configuration is another one from now on. */
  void follow(Rules changed) {
    rules = changed;
  }

  public TicketState state() {
    return state;
  }

  public List<TicketEvent> journal() {
    return journal;
  }

  public Instant now() {
    return now;
  }

  /** Discord's next id, for tests of what an id says about its time. */
  void startIdsAt(long id) {
    nextId = id;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  public Conversation book() {
    return switch (state) {
      case TicketState.Absent _ -> throw new IllegalStateException("not open");
      case TicketState.Open(Conversation conversation) -> conversation;
      case TicketState.Closing(Conversation conversation, _) -> conversation;
      case TicketState.Closed(Conversation conversation, _, _, _) -> conversation;
    };
  }

  /** Alice writes; the first message opens the ticket. */
  public long writes(String text, Attachment... files) {
    long message = nextId++;
    Content content = new Content(text, List.of(files), List.of(), 0);
    if (state instanceof TicketState.Absent) {
      command(new TicketCommand.Open(ALICE, 500, List.of(3L), message, content, now));
    } else {
      command(new TicketCommand.TakeMessage(ALICE, message, content, now));
    }
    return message;
  }

  /**
   * Alice has written a lot since a message that is known: one command, with that one at its head.
   */
  List<Long> writesTogether(long known, List<String> texts) {
    List<TicketCommand.TakeMessage> messages = new ArrayList<>();
    messages.add(new TicketCommand.TakeMessage(ALICE, known, Content.of("again"), now));
    for (String text : texts) {
      messages.add(new TicketCommand.TakeMessage(ALICE, nextId++, Content.of(text), now));
    }
    command(new TicketCommand.TakeMessages(messages));
    return messages.stream().skip(1).map(TicketCommand.TakeMessage::message).toList();
  }

  public long replies(String text) {
    long source = nextId++;
    command(new TicketCommand.Reply(source, BOB, Content.of(text), false, true, now));
    return source;
  }

  public void profile() {
    command(
        new TicketCommand.TakeProfile(
            new Profile.Present("Ally", START.minusSeconds(86_400), List.of("Member")), now));
  }

  /** The oldest deed under way. */
  public TicketEvent.Planned oldest() {
    return book().pending().iterator().next();
  }

  List<PlannedAction> under() {
    return book().pending().stream().map(TicketEvent.Planned::deed).toList();
  }

  public void settles(TicketEvent.Planned planned, Outcome outcome) {
    command(new TicketCommand.Settled(planned.post(), outcome, now));
  }

  /** Discord does all that is planned, and what is planned then, until nothing is. */
  public void discordDoesAll() {
    for (int deeds = 0; !book().pending().isEmpty(); deeds++) {
      TicketEvent.Planned planned = oldest();
      if (deeds > 1_000) {
        throw new IllegalStateException("there is always more to do, now " + planned);
      }
      settles(planned, success(planned.deed()));
    }
  }

  public Outcome success(PlannedAction plannedAction) {
    return switch (plannedAction) {
      case PlannedAction.Show _ -> new Outcome.Sent(nextId++);
      case PlannedAction.OpenChannel _ -> new Outcome.Sent(CHANNEL);
      case PlannedAction.Amend _,
          PlannedAction.Withdraw _,
          PlannedAction.RemoveSource _,
          PlannedAction.Mirror _,
          PlannedAction.CloseChannel _ ->
          new Outcome.Done();
    };
  }

  /** What stands at a target, in order, as it was last made to look. */
  public List<String> standing(PlannedAction.Target target) {
    return book()
        .shownAt(target)
        .sorted(Comparator.comparingLong(SentPost::message))
        .map(this::lookOf)
        .toList();
  }

  private String lookOf(SentPost sentPost) {
    String look = "";
    for (TicketEvent event : journal) {
      if (event instanceof TicketEvent.Planned(long post, PlannedAction plannedAction, _)) {
        switch (plannedAction) {
          case PlannedAction.Show show when post == sentPost.post() ->
              look = show.draft().content();
          case PlannedAction.Amend(long of, Draft draft) when of == sentPost.post() ->
              look = draft.content();
          case PlannedAction.Show _,
              PlannedAction.Amend _,
              PlannedAction.Withdraw _,
              PlannedAction.RemoveSource _,
              PlannedAction.Mirror _,
              PlannedAction.OpenChannel _,
              PlannedAction.CloseChannel _ -> {}
        }
      }
    }
    return look;
  }

  public Stream<PlannedAction.Show> planned(PlannedAction.Target target) {
    return journal.stream()
        .filter(TicketEvent.Planned.class::isInstance)
        .map(TicketEvent.Planned.class::cast)
        .map(TicketEvent.Planned::deed)
        .filter(PlannedAction.Show.class::isInstance)
        .map(PlannedAction.Show.class::cast)
        .filter(show -> show.target() == target);
  }
}
