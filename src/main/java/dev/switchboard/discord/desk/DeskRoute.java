package dev.switchboard.discord.desk;

import dev.switchboard.discord.inbox.StaffInbox;
import dev.switchboard.discord.inbox.StoredEvent;
import dev.switchboard.timing.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the stored events of one route strictly one after another. It reads the inbox before the
 * first event, so that events from before this process come first.
 */
final class DeskRoute {
  private static final Logger LOG = LoggerFactory.getLogger(DeskRoute.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** A message of the route. */
  sealed interface Message {
    record Arrived(StoredEvent event) implements Message {}

    /** Rows may wait in the inbox that were not delivered. */
    record Look() implements Message {}

    record Found(List<StoredEvent> events) implements Message {}

    record Effected() implements Message {}

    record Settled() implements Message {}

    /** The present step failed and is repeated after a pause. */
    record Failed(Again again, Throwable why) implements Message {}

    record Retry(Again again) implements Message {}

    record IdleTooLong() implements Message {}
  }

  /** The step to repeat. */
  enum Again {
    LOOK,
    EFFECT,
    SETTLE
  }

  /**
   * The components that all routes share.
   *
   * @param firstPause the pause before the first repetition; doubled up to 4 s
   * @param idle the time after which a route without work ends
   */
  record Surroundings(
      StaffInbox inbox, DeskWork work, Clock clock, Duration firstPause, Duration idle) {}

  private final ActorContext<Message> context;
  private final TimerScheduler<Message> timers;
  private final Surroundings surroundings;
  private final String route;
  private final ActorRef<StaffDesk.Message> desk;

  private final RouteQueue queue = new RouteQueue();
  private Optional<PendingEvent> current = Optional.empty();
  private boolean looking;
  private boolean lookAgain;
  private long heard;
  private int failures;

  private DeskRoute(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Surroundings surroundings,
      String route,
      ActorRef<StaffDesk.Message> desk) {
    this.context = context;
    this.timers = timers;
    this.surroundings = surroundings;
    this.route = route;
    this.desk = desk;
  }

  static Behavior<Message> create(
      Surroundings surroundings, String route, ActorRef<StaffDesk.Message> desk) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var self = new DeskRoute(context, timers, surroundings, route, desk);
          self.look();
          return Behaviors.receiveMessage(message -> {
            self.on(message);
            return Behaviors.same();
          });
        }));
  }

  private void on(Message message) {
    switch (message) {
      case Message.Arrived(StoredEvent event) -> {
        heard++;
        queue.add(event);
      }
      case Message.Look _ -> {
        heard++;
        look();
      }
      case Message.Found(List<StoredEvent> events) -> {
        looking = lookAgain;
        failures = 0;
        queue.load(events);
        if (lookAgain) {
          lookAgain = false;
          startLooking();
        }
      }
      case Message.Effected _ -> {
        failures = 0;
        acknowledge();
      }
      case Message.Settled _ -> {
        failures = 0;
        current.ifPresent(pendingEvent -> queue.acknowledged(pendingEvent.event()));
        current = Optional.empty();
      }
      case Message.Failed(Again again, Throwable why) -> pause(again, why);
      case Message.Retry(Again again) -> {
        switch (again) {
          case LOOK -> startLooking();
          case EFFECT -> current.ifPresent(this::effect);
          case SETTLE -> acknowledge();
        }
      }
      case Message.IdleTooLong _ -> desk.tell(new StaffDesk.Message.Idle(route, heard));
    }
    next();
  }

  /** A reading under way may be older than the announced rows, so another one follows. */
  private void look() {
    if (looking) {
      lookAgain = true;
    } else {
      looking = true;
      startLooking();
    }
  }

  private void startLooking() {
    queue.asks();
    pipe(surroundings.inbox().waiting(route), Message.Found::new, Again.LOOK);
  }

  /** Takes no event while the inbox is read, since an older one may come from it. */
  private void next() {
    if (current.isPresent() || looking) {
      timers.cancel(Message.IdleTooLong.class);
      return;
    }
    if (queue.isDrained()) {
      timers.cancel(Message.IdleTooLong.class);
      look();
      return;
    }
    Optional<StoredEvent> first = queue.poll();
    if (first.isEmpty()) {
      timers.startSingleTimer(
          Message.IdleTooLong.class, new Message.IdleTooLong(), surroundings.idle());
      return;
    }
    timers.cancel(Message.IdleTooLong.class);
    PendingEvent pendingEvent = new PendingEvent(first.get(), surroundings.clock().instant());
    current = Optional.of(pendingEvent);
    effect(pendingEvent);
  }

  private void effect(PendingEvent pendingEvent) {
    CompletionStage<Void> effect;
    try {
      effect = surroundings.work().take(pendingEvent);
    } catch (RuntimeException e) {
      effect = CompletableFuture.failedStage(new Misunderstood(e));
    }
    pipe(
        effect.exceptionallyCompose(failure ->
            isDefect(failure)
                ? deadLetter(pendingEvent, failure)
                : CompletableFuture.failedStage(failure)),
        _ -> new Message.Effected(),
        Again.EFFECT);
  }

  /** Whether a repetition cannot help: the event cannot be decoded, or our code has a defect. */
  private static boolean isDefect(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof Misunderstood
        || cause instanceof NullPointerException
        || cause instanceof IllegalArgumentException
        || cause instanceof ClassCastException
        || cause instanceof IndexOutOfBoundsException
        || cause instanceof NoSuchElementException;
  }

  private CompletionStage<Void> deadLetter(PendingEvent pendingEvent, Throwable why) {
    StoredEvent event = pendingEvent.event();
    LOG.error(
        "{} {} of {} cannot be understood and is put to the dead letters",
        event.kind(),
        event.key(),
        route,
        why);
    return surroundings
        .inbox()
        .deadLetter(event, String.valueOf(why))
        .thenCompose(_ -> tell(pendingEvent));
  }

  /** The event is a dead letter in any case; only the answer to the waiting user could be lost. */
  private CompletionStage<Void> tell(PendingEvent pendingEvent) {
    return CompletableFuture.completedStage(pendingEvent)
        .thenCompose(surroundings.work()::deadLettered)
        .exceptionally(failure -> {
          LOG.warn(
              "nobody could be told of {}: {}", pendingEvent.event().key(), failure.toString());
          return null;
        });
  }

  /** Thrown before any request was made. */
  private static final class Misunderstood extends RuntimeException {
    private static final long serialVersionUID = 1;

    Misunderstood(RuntimeException why) {
      super(why);
    }
  }

  private void acknowledge() {
    current.ifPresent(pendingEvent ->
        pipe(
            surroundings
                .inbox()
                .acknowledge(pendingEvent.event().kind(), pendingEvent.event().key()),
            _ -> new Message.Settled(),
            Again.SETTLE));
  }

  private void pause(Again again, Throwable why) {
    failures++;
    Duration pause =
        new Backoff(surroundings.firstPause(), LONGEST_PAUSE)
            .after(failures, ThreadLocalRandom.current().nextDouble(0.8, 1.2));
    LOG.warn(
        "{} waits: {} did not succeed ({}); again in {} ms", route, again, why, pause.toMillis());
    timers.startSingleTimer(again, new Message.Retry(again), pause);
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> then, Again again) {
    context.pipeToSelf(
        stage,
        (value, failure) ->
            failure == null ? then.apply(value) : new Message.Failed(again, failure));
  }
}
