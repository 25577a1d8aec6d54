package dev.switchboard.ticket;

import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.Retention;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.ticket.decide.Ticket;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
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
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * A {@link Ticket} as a persistent actor: it stores the events of a decision, then offers the
 * planned jobs. After a restart it offers each job without an outcome again.
 */
public final class TicketEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        TicketEntity.Message, TicketEvent, TicketState> {
  /**
   * The number of tags that spread the tickets over projections. It can never change: stored events
   * carry these tags.
   */
  public static final int TAGS = 8;

  /** How often a ticket with pending work checks whether the dispatcher has forgotten it. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** Ticks between two checks for delays. */
  private static final int DECIDE_EACH = 5;

  /** Ticks between two offers of all pending jobs. */
  private static final int OFFER_EACH = 15;

  private static final Duration RETRY = Duration.ofSeconds(2);

  /**
   * Events between two snapshots. A snapshot has at most a few megabytes (see {@link
   * Conversation#KEPT_ENTRIES}), these events somewhat less: so the snapshots stay in proportion to
   * the journal, and a ticket recovers well within the time-out of an ask.
   */
  private static final int SNAPSHOT_EACH = 500;

  /** The kind of the ticket entities; an entity's id is the ticket's number. */
  public static final Kind<TicketState, TicketEvent> KIND =
      Kind.<TicketState, TicketEvent>of(
              "Ticket",
              new Format<>("ticket-events", 1001, TicketEvent.class),
              new TicketState.Absent(),
              Ticket::apply)
          .withSnapshots(new Format<>("ticket-state", 1002, TicketState.class))
          .keeping(new Retention(SNAPSHOT_EACH, 2, false))
          .tagged(id -> Set.of(tag(Long.parseLong(id))));

  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, KIND.name());

  /** The messages of this actor. */
  public sealed interface Message extends ClusterMessage {
    record Ask(TicketCommand command, ActorRef<TicketReply> replyTo) implements Message {}

    record Query(TicketQuery<?> query, ActorRef<TicketQuery.Answer> replyTo) implements Message {}

    record Tell(TicketCommand command) implements Message {}

    /** The member is typing. */
    record Typing() implements Message {}

    /** Offer all pending jobs again: the dispatcher may be a new one. */
    record Wake() implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** A channel was made and is registered as this ticket's channel. */
  record Registered(TicketCommand.Settled settled) implements Message {}

  record Tick() implements Message {}

  /** The messages about the transcript. */
  sealed interface OfTranscript extends Message {}

  /**
   * An attempt failed.
   *
   * @param attempt its number; a failure of an earlier attempt is ignored
   */
  record TranscriptFailed(long attempt, String failure) implements OfTranscript {}

  /**
   * It is time for another attempt.
   *
   * @param failure the failure of the attempt before
   */
  record WriteTranscript(String failure) implements OfTranscript {}

  /** It is time to check whether the disk has room again. */
  record LookForRoom() implements OfTranscript {}

  record TranscriptRoom(boolean room) implements OfTranscript {}

  /** Nothing is to be done. */
  record Nothing() implements Message {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final long ticket;
  private final Supplier<Rules> rules;
  private final TicketPorts ports;
  private final Clock clock;
  private int ticks;
  private final Outbox outbox;
  private final TranscriptAttempts transcript;

  /**
   * Creates the actor.
   *
   * @param rules asked for the present rules once for each decision: of the settings in them, texts
   *     and numbers may change at any time
   */
  public static Behavior<Message> create(
      long ticket, Supplier<Rules> rules, TicketPorts ports, Clock clock) {
    return Recoveries.guarded(
        KIND.persistenceId(Long.toString(ticket)),
        new Message.Stop(),
        Behaviors.setup(context ->
            Behaviors.withTimers(
                timers -> new TicketEntity(context, timers, ticket, rules, ports, clock))));
  }

  private TicketEntity(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      long ticket,
      Supplier<Rules> rules,
      TicketPorts ports,
      Clock clock) {
    super(KIND.persistenceId(Long.toString(ticket)), Recoveries.backOff());
    this.context = context;
    this.timers = timers;
    this.ticket = ticket;
    this.rules = rules;
    this.ports = ports;
    this.outbox = new Outbox(ports.dispatch(), rules.get());
    this.clock = clock;
    this.transcript = new TranscriptAttempts(context, timers, ticket, rules.get(), ports, clock);
  }

  @Override
  public TicketState emptyState() {
    return KIND.empty(Long.toString(ticket));
  }

  @Override
  public CommandHandlerWithReply<Message, TicketEvent, TicketState> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Message.Ask(TicketCommand command, ActorRef<TicketReply> replyTo) ->
              decide(state, command, Optional.of(replyTo));
          case Message.Query(TicketQuery<?> query, ActorRef<TicketQuery.Answer> replyTo) ->
              Effect().reply(replyTo, Ticket.answer(state, query));
          case Message.Tell(TicketCommand.Settled settled) when opensChannel(state, settled) ->
              register(settled);
          case Message.Tell(TicketCommand command) -> decide(state, command, Optional.empty());
          case Registered(TicketCommand.Settled settled) ->
              decide(state, settled, Optional.empty());
          case Message.Typing _ -> type(state);
          case Nothing _ -> Effect().noReply();
          case Message.Wake _ -> wake(state);
          case Tick _ -> tick(state);
          case OfTranscript happened -> {
            transcript.on(state, happened);
            yield Effect().noReply();
          }
          case Message.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  @Override
  public EventHandler<TicketState, TicketEvent> eventHandler() {
    return KIND::apply;
  }

  @Override
  public Set<String> tagsFor(TicketEvent event) {
    return KIND.tags(Long.toString(ticket));
  }

  /** The tag of a ticket's events. */
  public static String tag(long ticket) {
    return "ticket-" + Math.floorMod(ticket, TAGS);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return KIND.retention().orElseThrow().criteria();
  }

  @Override
  public SignalHandler<TicketState> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.instance(),
            state -> {
              Recoveries.recovered(context, persistenceId());
              recovered(state);
            })
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  private ReplyEffect<TicketEvent, TicketState> decide(
      TicketState state, TicketCommand command, Optional<ActorRef<TicketReply>> replyTo) {
    Ticket.Decision decision = Ticket.decide(state, ticket, command, rules.get());
    if (decision.events().isEmpty()) {
      if (command instanceof TicketCommand.TryTranscript) {
        // The ticket has other pending work again; after it, the transcript is wanted anew.
        transcript.ended();
      } else if (command instanceof TicketCommand.TranscriptStored) {
        transcript.outdated(state);
      }
      return replyTo.isPresent()
          ? Effect().reply(replyTo.get(), decision.reply())
          : Effect().noReply();
    }
    var stored =
        Effect().persist(decision.events()).thenRun(after -> follow(after, decision.events()));
    return replyTo.isPresent()
        ? stored.thenReply(replyTo.get(), _ -> decision.reply())
        : stored.thenNoReply();
  }

  // ---- after the events are stored

  private void follow(TicketState state, List<TicketEvent> events) {
    book(state)
        .ifPresent(conversation -> {
          List<Long> posts = new ArrayList<>();
          for (TicketEvent event : events) {
            switch (event) {
              case TicketEvent.Planned planned -> posts.add(planned.post());
              case TicketEvent.Written written ->
                  conversation
                      .entry(written.number())
                      .ifPresent(entry -> copyFiles(conversation, entry));
              case TicketEvent.Opened opened -> askProfile(opened.member().id());
              case TicketEvent.TranscriptTried _ -> transcript.write();
              case TicketEvent.TranscriptGivenUp(String why, _) -> transcript.givenUp(why);
              case TicketEvent.Edited _,
                  TicketEvent.Deleted _,
                  TicketEvent.FileKept _,
                  TicketEvent.FileLost _,
                  TicketEvent.WaitEnded _,
                  TicketEvent.Delayed _,
                  TicketEvent.ProfileTaken _,
                  TicketEvent.Sent _,
                  TicketEvent.Done _,
                  TicketEvent.Refused _,
                  TicketEvent.Parted _,
                  TicketEvent.Recast _,
                  TicketEvent.FormerKept _,
                  TicketEvent.ChannelLost _,
                  TicketEvent.DelayNoticed _,
                  TicketEvent.Reacted _,
                  TicketEvent.Handled _,
                  TicketEvent.CloseRequested _,
                  TicketEvent.TranscriptKept _,
                  TicketEvent.Closed _,
                  TicketEvent.Merged _,
                  TicketEvent.Purged _ -> {}
            }
          }
          outbox.add(conversation, posts);
          transcript.want(state, "");
          watch(state);
        });
  }

  private void recovered(TicketState state) {
    transcript.ended();
    unfinished(state)
        .ifPresent(conversation -> {
          outbox.again(conversation);
          conversation.entries().forEach(entry -> copyFiles(conversation, entry));
          if (conversation.profile().isEmpty()) {
            askProfile(conversation.opening().member().id());
          }
          transcript.want(state, "");
          watch(state);
        });
  }

  private ReplyEffect<TicketEvent, TicketState> wake(TicketState state) {
    unfinished(state).ifPresent(outbox::again);
    return Effect().noReply();
  }

  private void copyFiles(Conversation conversation, Entry entry) {
    if (entry.filesSettled()) {
      return;
    }
    long channel =
        switch (entry.author()) {
          case Author.OfMember _ -> conversation.opening().dmChannel();
          case Author.OfReply _, Author.OfNote _, Author.OfRemark _ ->
              conversation.place() instanceof Place.Channel(long id) ? id : 0;
        };
    for (Entry.Copy copy : entry.files()) {
      if (copy instanceof Entry.Copy.Waiting(Attachment attachment)) {
        pipe(
            ports.copies().copy(channel, entry.source(), attachment),
            copied -> copied(entry.number(), attachment.id(), copied));
      }
    }
    if (!entry.waitOver()) {
      timers.startSingleTimer(
          "wait-" + entry.number(),
          new Message.Tell(
              new TicketCommand.EndWait(
                  entry.number(),
                  clock.instant().plus(rules.get().settings().pace().attachmentWait()))),
          rules.get().settings().pace().attachmentWait());
    }
  }

  private Message copied(int number, long attachment, Copies.Copied copied) {
    Instant at = clock.instant();
    return new Message.Tell(
        switch (copied) {
          case Copies.Copied.Kept(StoredFile file) ->
              new TicketCommand.FileStored(number, attachment, file, at);
          case Copies.Copied.Lost(String why) ->
              new TicketCommand.FileRefused(number, attachment, why, at);
        });
  }

  private void askProfile(long user) {
    pipe(
        ports.members().profile(user),
        profile -> new Message.Tell(new TicketCommand.TakeProfile(profile, clock.instant())));
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> message) {
    context.pipeToSelf(
        stage,
        (value, failure) -> {
          if (failure != null) {
            context.getLog().warn("Ticket {}: a port failed that never should", ticket, failure);
            return new Nothing();
          }
          return message.apply(value);
        });
  }

  // ---- the channel

  private static boolean opensChannel(TicketState state, TicketCommand.Settled settled) {
    return settled.outcome() instanceof Outcome.Sent
        && book(state)
            .flatMap(conversation -> conversation.pending(settled.post()))
            .filter(planned -> planned.deed() instanceof PlannedAction.OpenChannel)
            .isPresent();
  }

  /** Staff may write in a channel as soon as it has its head: it must be registered before that. */
  private ReplyEffect<TicketEvent, TicketState> register(TicketCommand.Settled settled) {
    if (settled.outcome() instanceof Outcome.Sent(long channel)) {
      context.pipeToSelf(
          ports.channels().register(channel, ticket),
          (_, failure) -> {
            if (failure == null) {
              return new Registered(settled);
            }
            context.getLog().warn("Ticket {}: its channel could not be registered yet", ticket);
            return new Nothing();
          });
      timers.startSingleTimer("register", new Message.Tell(settled), RETRY);
    }
    return Effect().noReply();
  }

  // ---- time

  private ReplyEffect<TicketEvent, TicketState> tick(TicketState state) {
    ticks++;
    if (ticks % OFFER_EACH == 0 || outbox.isForgotten()) {
      book(state).ifPresent(outbox::again);
    }
    return ticks % DECIDE_EACH == 0
        ? decide(state, new TicketCommand.Tick(clock.instant()), Optional.empty())
        : Effect().noReply();
  }

  private void watch(TicketState state) {
    boolean under =
        unfinished(state)
            .filter(conversation ->
                !conversation.pending().isEmpty()
                    || !conversation.unsent().isEmpty()
                    || !conversation.unshown().isEmpty()
                    || conversation.place() instanceof Place.NoRoom)
            .isPresent();
    if (under && !timers.isTimerActive("tick")) {
      timers.startTimerWithFixedDelay("tick", new Tick(), TICK);
    } else if (!under) {
      timers.cancel("tick");
    }
  }

  private ReplyEffect<TicketEvent, TicketState> type(TicketState state) {
    if (state instanceof TicketState.Open(Conversation conversation)
        && conversation.place() instanceof Place.Channel(long channel)) {
      ports.dispatch().type(channel);
    }
    return Effect().noReply();
  }

  private static Optional<Conversation> unfinished(TicketState state) {
    return state instanceof TicketState.Closed ? Optional.empty() : book(state);
  }

  private static Optional<Conversation> book(TicketState state) {
    return switch (state) {
      case TicketState.Absent _ -> Optional.empty();
      case TicketState.Open(Conversation conversation) -> Optional.of(conversation);
      case TicketState.Closing(Conversation conversation, _) -> Optional.of(conversation);
      case TicketState.Closed(Conversation conversation, _, _, _) -> Optional.of(conversation);
    };
  }
}
