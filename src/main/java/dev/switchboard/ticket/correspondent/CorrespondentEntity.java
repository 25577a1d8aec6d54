package dev.switchboard.ticket.correspondent;

import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The correspondent of one member as a persistent actor. It takes the arrivals strictly in order
 * (several waiting messages at once), and hands them to the open ticket, or opens one. An arrival
 * is acknowledged once a ticket has stored it; after a crash, unfinished arrivals are found in the
 * inbox again.
 *
 * <p>{@link CorrespondentWork} decides the order of the steps; this actor carries them out and
 * reports their results.
 */
public final class CorrespondentEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        CorrespondentEntity.Message, Correspondent.Event, Correspondent> {
  private static final Logger LOG = LoggerFactory.getLogger(CorrespondentEntity.class);

  /**
   * The number of tags that spread the correspondents over projections. It can never change: stored
   * events carry these tags.
   */
  public static final int TAGS = 4;

  /** Shorter than whoever sent a request waits for its answer. */
  private static final Duration REQUEST_PATIENCE = Duration.ofSeconds(10);

  /** The kind of the correspondents; an entity's id is the member's user id. */
  public static final Kind<Correspondent, Correspondent.Event> KIND =
      Kind.of(
              "Correspondent",
              new Format<>("correspondent-events", 1003, Correspondent.Event.class),
              Correspondent.NEW,
              Correspondent::apply)
          .withSnapshots(new Format<>("correspondent-state", 1004, Correspondent.class))
          .tagged(id -> Set.of("correspondent-" + Math.floorMod(Long.parseLong(id), TAGS)));

  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, KIND.name());

  /** The messages of this actor. */
  public sealed interface Message extends ClusterMessage {
    record Deliver(Arrival arrival, boolean gap) implements Message {}

    record Wake() implements Message {}

    record Typing() implements Message {}

    record Latest(ActorRef<LatestTicket> replyTo) implements Message {}

    record All(ActorRef<AllTickets> replyTo) implements Message {}

    record Open(OpeningRequest request, ActorRef<OpeningReply> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** The answer to {@link Message.All}: the numbers of all tickets, oldest first. */
  public record AllTickets(List<Long> tickets) implements ClusterMessage {
    public AllTickets {
      tickets = List.copyOf(tickets);
    }
  }

  /** The answer to {@link Message.Latest}: the number of the last ticket, 0 for none. */
  public record LatestTicket(long ticket) implements ClusterMessage {}

  /**
   * The answer to {@link Message.Open}.
   *
   * @param result what became of the request
   * @param ticket 0 where the result is of none
   */
  public record OpeningReply(Verdict result, long ticket) implements ClusterMessage {
    /** As the cases of {@link Opening}. */
    public enum Verdict {
      OPENED,
      EXISTS,
      NOT_NOW
    }

    static OpeningReply of(Opening opening) {
      return switch (opening) {
        case Opening.Opened(long ticket) -> new OpeningReply(Verdict.OPENED, ticket);
        case Opening.Exists(long ticket) -> new OpeningReply(Verdict.EXISTS, ticket);
        case Opening.NotNow _ -> new OpeningReply(Verdict.NOT_NOW, 0);
      };
    }

    Opening opening() {
      return switch (result) {
        case OPENED -> new Opening.Opened(ticket);
        case EXISTS -> new Opening.Exists(ticket);
        case NOT_NOW -> new Opening.NotNow();
      };
    }
  }

  /** The result of a step. */
  record Result(Progress progress) implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final long user;
  private final CorrespondentPorts ports;
  private final Clock clock;
  private final WaitNotice waitNotice;
  private final CorrespondentWork work;

  /** Those who wait for the answer to a request, by its source. */
  private final Map<Long, Set<ActorRef<OpeningReply>>> requesters = new HashMap<>();

  /**
   * Creates the actor.
   *
   * @param settings asked for the present settings, of which texts may change at any time
   */
  public static Behavior<Message> create(
      long user, Supplier<TicketSettings> settings, CorrespondentPorts ports, Clock clock) {
    return Recoveries.guarded(
        KIND.persistenceId(Long.toString(user)),
        new Message.Stop(),
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new CorrespondentEntity(context, timers, user, settings, ports, clock))));
  }

  private CorrespondentEntity(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      long user,
      Supplier<TicketSettings> settings,
      CorrespondentPorts ports,
      Clock clock) {
    super(KIND.persistenceId(Long.toString(user)), Recoveries.backOff());
    this.context = context;
    this.timers = timers;
    this.user = user;
    this.ports = ports;
    this.clock = clock;
    this.waitNotice =
        new WaitNotice(user, () -> settings.get().messages().busy(), ports.dispatch());
    this.work = new CorrespondentWork(settings.get().relay());
  }

  @Override
  public Correspondent emptyState() {
    return KIND.empty(Long.toString(user));
  }

  @Override
  public EventHandler<Correspondent, Correspondent.Event> eventHandler() {
    return KIND::apply;
  }

  @Override
  public SignalHandler<Correspondent> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              Recoveries.recovered(context, persistenceId());
              // Also reached after a restart for a failed write. Recovery never gives events to
              // persist.
              carryOut(work.on(new Progress.Recovered(state), clock.instant()).steps());
            })
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public Set<String> tagsFor(Correspondent.Event event) {
    return KIND.tags(Long.toString(user));
  }

  @Override
  public CommandHandlerWithReply<Message, Correspondent.Event, Correspondent> commandHandler() {
    return this::on;
  }

  private ReplyEffect<Correspondent.Event, Correspondent> on(Correspondent state, Message message) {
    return switch (message) {
      case Message.Deliver(Arrival arrival, boolean gap) ->
          goOn(new Progress.Arrived(arrival, gap));
      case Message.Wake _ -> goOn(new Progress.Woken());
      case Message.Typing _ -> goOn(new Progress.Typed());
      case Message.Latest(ActorRef<LatestTicket> replyTo) ->
          Effect().reply(replyTo, new LatestTicket(state.latest().orElse(0)));
      case Message.All(ActorRef<AllTickets> replyTo) ->
          Effect().reply(replyTo, new AllTickets(state.tickets()));
      case Message.Open(OpeningRequest request, ActorRef<OpeningReply> replyTo) -> {
        requesters.computeIfAbsent(request.source(), _ -> new HashSet<>()).add(replyTo);
        yield goOn(new Progress.Requested(request, clock.instant().plus(REQUEST_PATIENCE)));
      }
      case Message.Stop _ -> Effect().stop().thenNoReply();
      case Result(Progress progress) -> goOn(progress);
    };
  }

  private ReplyEffect<Correspondent.Event, Correspondent> goOn(Progress happened) {
    Next next = work.on(happened, clock.instant());
    return Effect().persist(next.events()).thenRun(_ -> carryOut(next.steps())).thenNoReply();
  }

  // ---- the steps

  private void carryOut(List<WorkStep> steps) {
    steps.forEach(this::carryOut);
  }

  private void carryOut(WorkStep step) {
    switch (step) {
      case WorkStep.Ask(long number, Question question) -> ask(number, question);
      case WorkStep.Acknowledge(List<Arrival.Id> rows) -> acknowledge(rows);
      case WorkStep.TellGap(long ticket, TicketCommand.TakeGap gap) ->
          ports.tickets().tell(ticket, gap);
      case WorkStep.ShowTyping(long ticket) -> ports.tickets().typing(ticket);
      case WorkStep.TellWait(Arrival.Wrote first) -> waitNotice.tell(first);
      case WorkStep.AnswerRequest(long source, Opening opening) -> {
        Set<ActorRef<OpeningReply>> waiting = requesters.remove(source);
        if (waiting != null) {
          waiting.forEach(one -> one.tell(OpeningReply.of(opening)));
        }
      }
      case WorkStep.ReportFull(long ticket) ->
          LOG.warn(
              "Ticket {} is full: too much of member {} is not shown to staff yet. What they write"
                  + " waits in the inbox until it is.",
              ticket,
              user);
      case WorkStep.ReportRoom _ ->
          LOG.info("Member {}: all that waited for a full ticket is taken", user);
      case WorkStep.ReportFailure(Question question, String why) ->
          LOG.warn("Member {}: {} has to be tried again: {}", user, name(question), why);
    }
  }

  private void ask(long number, Question question) {
    switch (question) {
      case Question.ReadRows _ ->
          answer(number, question, ports.inbox().waiting(user), Answer.RowsRead::new);
      case Question.FillGap _ ->
          answer(number, question, ports.inbox().fill(user), Answer.GapFilled::new);
      case Question.AcknowledgeAll all ->
          answer(
              number,
              all,
              allOf(all.rows(), ports.inbox()::acknowledge),
              _ -> new Answer.AllAcknowledged(all));
      case Question.HandOver handOver ->
          answer(
              number,
              handOver,
              ports.tickets().ask(handOver.ticket(), handOver.command()),
              reply -> new Answer.HandedOver(handOver, acceptance(reply)));
      case Question.AskRoom room ->
          answer(
              number,
              room,
              ports.tickets().ask(room.ticket(), new TicketQuery.HasRoom()),
              known -> new Answer.RoomKnown(room, known.enough()));
      case Question.AskTaken taken ->
          answer(
              number,
              taken,
              ports
                  .tickets()
                  .ask(
                      taken.ticket(),
                      new TicketQuery.WhichTaken(
                          taken.behind().stream().map(Arrival.Wrote::message).toList())),
              known -> new Answer.TakenKnown(taken, known.messages()));
      case Question.AskAdmission admission ->
          answer(
              number,
              admission,
              ports.admission().ask(user),
              pause -> new Answer.AdmissionKnown(admission, pause));
      case Question.TakeNumber take ->
          answer(number, take, ports.numbers().next(), ticket -> new Answer.Numbered(take, ticket));
      case Question.NumberOpening opening ->
          answer(
              number,
              opening,
              ports.numbers().next(),
              ticket -> new Answer.OpeningNumbered(opening, ticket));
      case Question.LookAtLatest look ->
          answer(
              number,
              look,
              ports.tickets().ask(look.ticket(), new TicketQuery.Look()),
              overview -> new Answer.LatestKnown(look, standing(overview)));
      case Question.TryOpening opening ->
          answer(
              number,
              opening,
              ports
                  .tickets()
                  .ask(
                      opening.ticket(),
                      new TicketCommand.OpenByStaff(opening.request(), opening.former())),
              reply -> new Answer.OpeningTried(opening, trial(reply)));
      case Question.Pause pause ->
          timers.startSingleTimer(
              "pause",
              new Result(new Progress.Answered(number, new Answer.PauseOver(pause))),
              pause.length());
    }
  }

  private <T> void answer(
      long number, Question question, CompletionStage<T> stage, Function<T, Answer> answer) {
    context.pipeToSelf(
        stage,
        (value, failure) ->
            new Result(
                new Progress.Answered(
                    number,
                    failure == null
                        ? answer.apply(value)
                        : new Answer.Failed(question, failure.toString()))));
  }

  /** A refused arrival counts as taken, because it would be refused again. */
  private static Acceptance acceptance(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Closed _ -> Acceptance.CLOSED;
      case TicketReply.Absent _ -> Acceptance.ABSENT;
      case TicketReply.Full _ -> Acceptance.FULL;
      case TicketReply.Taken _, TicketReply.Refused _ -> Acceptance.TAKEN;
    };
  }

  private static Progress.Standing standing(TicketQuery.Overview overview) {
    return overview
        .ticket()
        .map(ticket -> ticket.closing() ? Progress.Standing.CLOSED : Progress.Standing.OPEN)
        .orElse(Progress.Standing.ABSENT);
  }

  private static Progress.Trial trial(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Taken _ -> Progress.Trial.OPENED;
      case TicketReply.Closed _ -> Progress.Trial.CLOSED;
      case TicketReply.Refused _, TicketReply.Full _, TicketReply.Absent _ -> Progress.Trial.EXISTS;
    };
  }

  private static String name(Question question) {
    return switch (question) {
      case Question.ReadRows _ -> "reading the inbox";
      case Question.FillGap _ -> "reading the messages of a gap";
      case Question.AcknowledgeAll _ -> "settling what a ticket has taken";
      case Question.HandOver(_, long ticket, _) -> "handing a message to ticket " + ticket;
      case Question.AskRoom(long ticket) -> "asking ticket " + ticket + " for room";
      case Question.AskTaken(_, long ticket, _) -> "asking ticket " + ticket + " what it has taken";
      case Question.AskAdmission _ -> "asking whether a ticket may open";
      case Question.TakeNumber _ -> "numbering a ticket";
      case Question.NumberOpening _ -> "numbering a ticket for a request";
      case Question.LookAtLatest(_, long ticket) -> "looking at ticket " + ticket;
      case Question.TryOpening(_, long ticket, _) -> "opening ticket " + ticket + " by a request";
      case Question.Pause _ -> "pausing";
    };
  }

  // ---- acknowledgements

  /** Acknowledges each row, also if it fails for others. */
  private void acknowledge(List<Arrival.Id> rows) {
    Set<Arrival.Id> committed = ConcurrentHashMap.newKeySet();
    CompletionStage<Void> all =
        allOf(rows, row -> ports.inbox().acknowledge(row).thenRun(() -> committed.add(row)));
    context.pipeToSelf(
        all,
        (_, failure) -> {
          if (failure != null) {
            LOG.warn(
                "Member {}: a row of the inbox is not emptied yet: {}", user, failure.toString());
          }
          return new Result(new Progress.Acknowledged(List.copyOf(committed)));
        });
  }

  /** Completes when the last acknowledgement does. */
  private static CompletionStage<Void> allOf(
      List<Arrival.Id> rows, Function<Arrival.Id, CompletionStage<Void>> acknowledge) {
    return CompletableFuture.allOf(
        rows.stream()
            .map(row -> acknowledge.apply(row).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
