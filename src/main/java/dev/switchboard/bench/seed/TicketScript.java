package dev.switchboard.bench.seed;

import dev.switchboard.text.Catalogue;
import dev.switchboard.text.Language;
import dev.switchboard.ticket.decide.Ticket;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * One ticket, played through: its member and staff write in turn, and Discord does at once what the
 * ticket plans. All that comes of it is decided by {@link Ticket}. For one thread, once.
 */
final class TicketScript {
  /** The events between two snapshots, and the snapshots that are kept, as the product has it. */
  private static final List<Priority> PRIORITIES = List.of(Priority.values());

  private static final int SNAPSHOT_EACH = 500;

  private static final int SNAPSHOTS_KEPT = 2;

  private static final Rules RULES =
      new Rules(
          new TicketSettings(
              new TicketSettings.Messages("Hello! Staff will answer here.", "", "", ""),
              new TicketSettings.Ping.Nobody(),
              new TicketSettings.Signing(TicketSettings.Signature.NAME_AND_ROLE, "Staff Team"),
              new TicketSettings.Pace(
                  Duration.ofMinutes(1), Duration.ofSeconds(5), 60, Duration.ofDays(7)),
              new TicketSettings.Relay(1 << 20, 0, true, true)),
          10 << 20,
          OptionalLong.empty(),
          file -> file.key(),
          Catalogue.shipped().nearest(Language.ENGLISH));

  private final int ticket;
  private final Plan plan;
  private final Desk desk;
  private final Snowflakes ids;
  private final SplittableRandom random;
  private final Words.Voice member;
  private final Words.Voice staff;
  private final List<TicketEvent> events = new ArrayList<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<Long> arrivals = new ArrayList<>();
  private TicketState state = new TicketState.Absent();
  private Instant now;
  private int written;

  /**
   * What a ticket is to be.
   *
   * @param messages of its member and staff, at least 1
   * @param opened when its member wrote first
   * @param end before which all is written
   */
  record Plan(int messages, Instant opened, Instant end) {}

  /** The state behind the event with this number. */
  record Snapshot(long sequence, TicketState state, Instant at) {}

  /**
   * What became of a ticket.
   *
   * @param arrivals the ids of the messages that its member wrote, in order
   */
  record Played(
      int ticket,
      Desk.Face face,
      List<TicketEvent> events,
      List<Snapshot> snapshots,
      List<Long> arrivals) {}

  TicketScript(int ticket, Plan plan, Desk desk, Snowflakes ids, SplittableRandom random) {
    this.ticket = ticket;
    this.plan = plan;
    this.desk = desk;
    this.ids = ids;
    this.random = random;
    this.member = new Words.Voice(random);
    this.staff = new Words.Voice(random);
    this.now = plan.opened();
  }

  Played play() {
    long first = arrival();
    command(
        new TicketCommand.Open(
            person(), desk.face(ticket).dm(), List.of(), first, said(member), now));
    command(
        new TicketCommand.TakeProfile(
            new Profile.Present("", plan.opened().minus(Duration.ofDays(90)), List.of("Member")),
            now));
    settle();
    written = 1;
    while (written < plan.messages()) {
      pass();
      int drawn = random.nextInt(100);
      if (drawn < 55) {
        burst();
      } else if (drawn < 93) {
        reply();
      } else {
        note();
      }
      settle();
    }
    if (random.nextInt(4) == 0) {
      Priority priority = PRIORITIES.get(random.nextInt(PRIORITIES.size()));
      command(
          new TicketCommand.Handle(
              ids.at(now),
              desk.staff(random.nextInt(6)),
              new HandlingChange.SetPriority(priority),
              false,
              now));
      settle();
    }
    return new Played(ticket, desk.face(ticket), events, snapshots, arrivals);
  }

  private Member person() {
    return desk.member(ticket);
  }

  private static Content said(Words.Voice voice) {
    return Content.of(voice.text());
  }

  private long arrival() {
    long id = ids.at(now);
    arrivals.add(id);
    return id;
  }

  /** The next speech is an even share of what is left away, now sooner and now later. */
  private void pass() {
    long left = Duration.between(now, plan.end()).toMillis();
    long share = Math.max(2, left / (plan.messages() - written + 1));
    now = now.plusMillis(1 + random.nextLong(share));
  }

  private void burst() {
    int count = Math.min(plan.messages() - written, 1 + random.nextInt(3));
    List<TicketCommand.TakeMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      now = now.plusMillis(1 + random.nextInt(500));
      messages.add(new TicketCommand.TakeMessage(person(), arrival(), said(member), now));
    }
    command(count == 1 ? messages.getFirst() : new TicketCommand.TakeMessages(messages));
    written += count;
    if (random.nextInt(60) == 0) {
      settle();
      command(new TicketCommand.TakeEdit(arrivals.getLast(), said(member), now));
    } else if (random.nextInt(120) == 0) {
      settle();
      command(new TicketCommand.TakeDelete(arrivals.getLast(), now));
    }
  }

  private void reply() {
    boolean typed = random.nextInt(3) == 0;
    command(
        new TicketCommand.Reply(
            ids.at(now),
            desk.staff(random.nextInt(6)),
            said(staff),
            random.nextInt(10) == 0,
            typed,
            now));
    written++;
  }

  private void note() {
    command(
        new TicketCommand.TakeNote(ids.at(now), desk.staff(random.nextInt(6)), said(staff), now));
    written++;
  }

  private void command(TicketCommand command) {
    long before = events.size() / SNAPSHOT_EACH;
    for (TicketEvent event : Ticket.decide(state, ticket, command, RULES).events()) {
      state = Ticket.apply(state, event);
      events.add(event);
    }
    if (events.size() / SNAPSHOT_EACH > before) {
      snapshots.add(new Snapshot(events.size(), state, now));
      if (snapshots.size() > SNAPSHOTS_KEPT) {
        snapshots.removeFirst();
      }
    }
  }

  /** Discord does all that is planned, and what is planned then. */
  private void settle() {
    while (state instanceof TicketState.Open(Conversation book) && !book.pending().isEmpty()) {
      TicketEvent.Planned planned = book.pending().iterator().next();
      command(new TicketCommand.Settled(planned.post(), outcome(planned.deed()), now));
    }
  }

  private Outcome outcome(PlannedAction deed) {
    return switch (deed) {
      case PlannedAction.Show _ -> new Outcome.Sent(ids.at(now));
      case PlannedAction.OpenChannel _ -> new Outcome.Sent(desk.face(ticket).channel());
      case PlannedAction.Amend _,
          PlannedAction.Withdraw _,
          PlannedAction.RemoveSource _,
          PlannedAction.Mirror _,
          PlannedAction.CloseChannel _ ->
          new Outcome.Done();
    };
  }

  /** The messages of people among events. */
  static long messages(List<TicketEvent> events) {
    return events.stream()
        .filter(event ->
            event instanceof TicketEvent.Written written
                && !(written.author() instanceof Author.OfRemark))
        .count();
  }
}
