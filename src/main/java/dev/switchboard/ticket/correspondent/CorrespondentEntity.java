package dev.switchboard.ticket.correspondent;

import dev.switchboard.storage.Recoveries;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One member, over all their tickets: takes what they do strictly in order (messages that wait
 * together at once), and hands it to the ticket that is open, or opens one. An arrival is settled
 * in the inbox once a ticket has stored it; what a crash interrupts is found there again.
 */
public final class CorrespondentEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        CorrespondentEntity.Message, Correspondent.Event, Correspondent> {
  /** Part of every persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "Correspondent");

  /** How many tags spread the correspondents over projections. Fixed for ever: events bear them. */
  public static final int TAGS = 4;

  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Messages handed over at once. */
  private static final int TOGETHER = 20;

  /** What the actor is sent. */
  public sealed interface Message {
    record Deliver(Arrival arrival, boolean gap) implements Message {}

    record Wake() implements Message {}

    record Typing() implements Message {}

    record Latest(ActorRef<LatestTicket> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** The answer to {@link Message.Latest}: the number of the last ticket, 0 for none. */
  public record LatestTicket(long ticket) {}

  /**
   * What came of the step under way. A result of a step that is not under way any more (the actor
   * was restarted meanwhile) is ignored: two steps side by side would take one arrival twice.
   */
  record Result(long turn, Progress progress) implements Message {}

  /** What is being waited for, so that it is asked for once. */
  private enum Step {
    RESTING,
    LOADING,
    FILLING,
    TAKING
  }

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final long user;
  private final TicketSettings settings;
  private final CorrespondentPorts ports;
  private final Clock clock;
  private final ArrivalQueue queue = new ArrivalQueue();
  private final WaitNotice waitNotice;

  private final FullTicketLog fullTicketLog;
  private final UnacknowledgedArrivals unacknowledgedArrivals;
  private Step step = Step.RESTING;
  private long turn;
  private boolean loaded;
  private boolean lookAgain;
  private boolean gap;
  private boolean oneByOne;

  public static Behavior<Message> create(
      long user, TicketSettings settings, CorrespondentPorts ports, Clock clock) {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), Long.toString(user)),
        new Message.Stop(),
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new CorrespondentEntity(context, timers, user, settings, ports, clock))));
  }

  private CorrespondentEntity(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      long user,
      TicketSettings settings,
      CorrespondentPorts ports,
      Clock clock) {
    super(PersistenceId.of(TYPE_KEY.name(), Long.toString(user)), Recoveries.backOff());
    this.context = context;
    this.timers = timers;
    this.user = user;
    this.settings = settings;
    this.ports = ports;
    this.clock = clock;
    this.fullTicketLog = new FullTicketLog(user);
    this.unacknowledgedArrivals = new UnacknowledgedArrivals(user, ports.inbox());
    this.waitNotice = new WaitNotice(user, settings.messages().busy(), ports.dispatch());
  }

  @Override
  public Correspondent emptyState() {
    return Correspondent.NEW;
  }

  @Override
  public EventHandler<Correspondent, Correspondent.Event> eventHandler() {
    return Correspondent::apply;
  }

  @Override
  public SignalHandler<Correspondent> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            _ -> {
              Recoveries.recovered(context, persistenceId());
              recovered();
            })
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  /**
   * Also after a restart for a failed write: what was under way then is found again in the inbox.
   */
  private void recovered() {
    step = Step.RESTING;
    turn++;
    context.getSelf().tell(new Message.Wake());
  }

  @Override
  public Set<String> tagsFor(Correspondent.Event event) {
    return Set.of("correspondent-" + Math.floorMod(user, TAGS));
  }

  @Override
  public CommandHandlerWithReply<Message, Correspondent.Event, Correspondent> commandHandler() {
    return this::on;
  }

  private ReplyEffect<Correspondent.Event, Correspondent> on(Correspondent state, Message message) {
    return switch (message) {
      case Message.Deliver(Arrival arrival, boolean hole) -> {
        gap = gap || hole;
        boolean added = queue.add(arrival);
        yield added ? go(state) : Effect().noReply();
      }
      case Message.Wake _ -> {
        loaded = false;
        lookAgain = true;
        yield go(state);
      }
      case Message.Typing _ -> type(state);
      case Message.Latest(ActorRef<LatestTicket> replyTo) ->
          Effect().reply(replyTo, new LatestTicket(state.latest().orElse(0)));
      case Message.Stop _ -> Effect().stop().thenNoReply();
      case Result(long of, Progress progress) ->
          of == turn ? step(state, progress) : Effect().noReply();
    };
  }

  private ReplyEffect<Correspondent.Event, Correspondent> step(
      Correspondent state, Progress progress) {
    return switch (progress) {
      case Progress.Loaded(Inbox.Waiting waiting) -> {
        loaded = !lookAgain;
        gap = gap || waiting.gap();
        // They are with a ticket, and their rows could not be emptied then.
        queue.load(waiting).forEach(this::acknowledge);
        if (queue.isDrained()) {
          again(RETRY);
          yield Effect().noReply();
        }
        yield rest(state);
      }
      case Progress.Filled(Inbox.Filled filled) -> {
        gap = false;
        loaded = false;
        remarkUnreadable(state, filled);
        yield rest(state);
      }
      case Progress.Answered answered -> answered(state, answered);
      case Progress.Cleared(Arrival.Wrote wrote) -> {
        assign(wrote);
        yield Effect().noReply();
      }
      case Progress.Considered(Arrival.Wrote wrote, Optional<Duration> wait) -> {
        considered(wrote, wait);
        yield Effect().noReply();
      }
      case Progress.Numbered(Arrival.Wrote wrote, long ticket) ->
          Effect()
              .persist(new Correspondent.Event.Assigned(ticket, clock.instant()))
              .thenRun(after -> open(after, wrote, ticket))
              .thenNoReply();
      case Progress.Failed(String failed, String why) -> {
        context.getLog().warn("Member {}: {} has to be tried again: {}", user, failed, why);
        oneByOne = true;
        again(RETRY);
        yield Effect().noReply();
      }
      case Progress.Crowded(long ticket) -> {
        askForRoom(ticket);
        yield Effect().noReply();
      }
      case Progress.Rested _ -> rest(state);
    };
  }

  // ---- one step after another

  private ReplyEffect<Correspondent.Event, Correspondent> rest(Correspondent state) {
    step = Step.RESTING;
    return go(state);
  }

  private ReplyEffect<Correspondent.Event, Correspondent> go(Correspondent state) {
    if (step != Step.RESTING) {
      return Effect().noReply();
    }
    if (!loaded || queue.isDrained()) {
      load();
    } else if (gap) {
      step = Step.FILLING;
      pipe("reading the messages of a gap", ports.inbox().fill(user), Progress.Filled::new);
    } else {
      queue.first().ifPresentOrElse(arrival -> take(state, arrival), fullTicketLog::over);
    }
    return Effect().noReply();
  }

  private void load() {
    step = Step.LOADING;
    lookAgain = false;
    queue.asks();
    // What was taken and is not emptied yet would be the whole of the next piece.
    CompletionStage<Inbox.Waiting> found =
        queue.isDrained()
            ? unacknowledgedArrivals.rest().thenCompose(_ -> ports.inbox().waiting(user))
            : ports.inbox().waiting(user);
    pipe("reading the inbox", found, Progress.Loaded::new);
  }

  private void take(Correspondent state, Arrival arrival) {
    step = Step.TAKING;
    OptionalLong latest = state.latest();
    switch (arrival) {
      case Arrival.Wrote wrote -> {
        if (latest.isPresent()) {
          takeMessages(queue.messages(oneByOne ? 1 : TOGETHER), latest.getAsLong());
        } else {
          assign(wrote);
        }
      }
      case Arrival.Edited _ -> {
        List<Arrival.Edited> edits = queue.edits();
        edits.reversed().stream()
            .filter(edit -> edit.content().isPresent())
            .findFirst()
            .ifPresentOrElse(
                last ->
                    askLatest(
                        latest,
                        edits,
                        new TicketCommand.TakeEdit(
                            last.message(), last.content().orElseThrow(), last.at())),
                () -> leave(edits));
      }
      case Arrival.Deleted deleted ->
          askLatest(
              latest,
              List.of(deleted),
              new TicketCommand.TakeDelete(deleted.message(), deleted.at()));
      case Arrival.Noticed noticed ->
          askLatest(
              latest,
              List.of(noticed),
              new TicketCommand.TakeNotice(noticed.message(), noticed.line(), noticed.at()));
      case Arrival.Reacted reacted ->
          askLatest(
              settings.relay().reactions() ? latest : OptionalLong.empty(),
              List.of(reacted),
              new TicketCommand.TakeReaction(
                  reacted.message(), reacted.emoji(), reacted.added(), clock.instant()));
    }
  }

  private void takeMessages(List<Arrival.Wrote> messages, long ticket) {
    ask(messages, ticket, TicketCommand.TakeMessages.of(messages));
  }

  private void askLatest(
      OptionalLong latest, List<? extends Arrival> arrivals, TicketCommand command) {
    if (latest.isPresent()) {
      ask(arrivals, latest.getAsLong(), command);
    } else {
      leave(arrivals);
    }
  }

  /** Nothing comes of them. */
  private void leave(List<? extends Arrival> arrivals) {
    context
        .getSelf()
        .tell(new Result(turn, new Progress.Answered(arrivals, 0, new TicketReply.Closed())));
  }

  private void ask(List<? extends Arrival> arrivals, long ticket, TicketCommand command) {
    pipe(
        "handing a message to ticket " + ticket,
        ports.tickets().ask(ticket, command),
        reply -> new Progress.Answered(arrivals, ticket, reply));
  }

  private ReplyEffect<Correspondent.Event, Correspondent> answered(
      Correspondent state, Progress.Answered answered) {
    if (answered.reply() instanceof TicketReply.Full) {
      crowded(answered.ticket());
      return Effect().noReply();
    }
    boolean taken =
        switch (answered.reply()) {
          case TicketReply.Closed _, TicketReply.Absent _ -> false;
          case TicketReply.Taken _,
              TicketReply.Refused _,
              TicketReply.Found _,
              TicketReply.FoundReplies _,
              TicketReply.Full _,
              TicketReply.Summary _ ->
              true;
        };
    if (!taken && answered.arrivals().getFirst() instanceof Arrival.Wrote wrote) {
      takeElsewhere(state, answered, wrote);
      return Effect().noReply();
    }
    oneByOne = false;
    answered.arrivals().forEach(this::acknowledge);
    return rest(state);
  }

  /** It stays in the inbox, with all behind it. Neither is read again until there is room. */
  private void crowded(long ticket) {
    fullTicketLog.full(ticket);
    again(RETRY, new Progress.Crowded(ticket));
  }

  private void askForRoom(long ticket) {
    pipe(
        "asking ticket " + ticket + " for room",
        ports.tickets().ask(ticket, new TicketCommand.AskRoom()),
        reply ->
            reply instanceof TicketReply.Full
                ? new Progress.Answered(List.of(), ticket, reply)
                : new Progress.Rested());
  }

  private void takeElsewhere(
      Correspondent state, Progress.Answered answered, Arrival.Wrote message) {
    if (answered.arrivals().size() > 1) {
      // Some of them may have been taken before the ticket was closed.
      oneByOne = true;
      takeMessages(List.of(message), answered.ticket());
    } else if (answered.reply() instanceof TicketReply.Closed) {
      clear(message);
    } else {
      open(state, message, answered.ticket());
    }
  }

  private void acknowledge(Arrival arrival) {
    queue.taken(arrival);
    unacknowledgedArrivals.acknowledge(arrival.id());
  }

  /** The next ticket would not know what this one has taken. */
  private void clear(Arrival.Wrote message) {
    if (unacknowledgedArrivals.isOver()) {
      assign(message);
    } else {
      pipe(
          "settling what the closed ticket has taken",
          unacknowledgedArrivals.rest(),
          _ -> new Progress.Cleared(message));
    }
  }

  // ---- a new ticket

  private void assign(Arrival.Wrote wrote) {
    pipe(
        "asking whether a ticket may open",
        ports.admission().ask(user),
        wait -> new Progress.Considered(wrote, wait));
  }

  private void considered(Arrival.Wrote wrote, Optional<Duration> wait) {
    if (wait.isPresent()) {
      waitNotice.tell(wrote);
      again(wait.get());
      return;
    }
    waitNotice.over();
    pipe(
        "numbering a ticket",
        ports.numbers().next(),
        number -> new Progress.Numbered(wrote, number));
  }

  private void open(Correspondent state, Arrival.Wrote wrote, long ticket) {
    ask(
        List.of(wrote),
        ticket,
        new TicketCommand.Open(
            wrote.author(),
            wrote.channel(),
            state.before(ticket),
            wrote.message(),
            wrote.content(),
            wrote.at()));
  }

  // ---- beside the order

  private void remarkUnreadable(Correspondent state, Inbox.Filled filled) {
    if (filled instanceof Inbox.Filled.Unreadable(String detail) && state.latest().isPresent()) {
      ports
          .tickets()
          .tell(state.latest().getAsLong(), new TicketCommand.TakeGap(detail, clock.instant()));
    }
  }

  private ReplyEffect<Correspondent.Event, Correspondent> type(Correspondent state) {
    if (settings.relay().typing() && state.latest().isPresent()) {
      ports.tickets().typing(state.latest().getAsLong());
    }
    return Effect().noReply();
  }

  private <T> void pipe(String what, CompletionStage<T> stage, Function<T, Progress> progress) {
    long mine = ++turn;
    context.pipeToSelf(
        stage,
        (value, failure) ->
            new Result(
                mine,
                failure == null
                    ? progress.apply(value)
                    : new Progress.Failed(what, failure.toString())));
  }

  private void again(Duration pause) {
    again(pause, new Progress.Rested());
  }

  private void again(Duration pause, Progress next) {
    timers.startSingleTimer("again", new Result(++turn, next), pause);
  }
}
