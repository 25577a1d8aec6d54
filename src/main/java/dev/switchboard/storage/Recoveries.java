package dev.switchboard.storage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handling of entities whose journal has an {@link UnreadableEvent}. A journal that is out of
 * reach is retried for ever; for an unreadable event that would be in vain. So after some attempts
 * the entity is paused: it answers no request until the next attempt, some minutes later. All other
 * entities go on.
 *
 * <p>One for each actor system. Thread-safe.
 */
public final class Recoveries implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

  /**
   * The attempts before a pause: a first failure may be temporary, such as a class that could not
   * be loaded for lack of memory.
   */
  static final int ATTEMPTS = 3;

  /**
   * The first pause after a failure of the database; each further pause is twice as long, up to
   * {@link #LONGEST_PAUSE}. An actor that failed just before the database came back pauses once
   * more, and 5 s after the return everything must go on.
   */
  public static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  public static final Duration LONGEST_PAUSE = Duration.ofMillis(1_500);

  /** The random part by which a pause may be longer, so that not all retry at once. */
  public static final double LONGER_BY_CHANCE = 0.3;

  /** The pause of an unreadable entity, in which an operator may repair the journal. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final int REMEMBERED = 10_000;

  private static final Id ID = new Id();

  private final Map<String, Failures> failures = new Latest<>();

  /** The paused entities, also during the next attempt. */
  private final Map<String, UnreadableEvent> unreadable = new Latest<>();

  private volatile Runnable listener = () -> {};

  private Recoveries() {}

  /** The number of failed attempts, and the {@link System#nanoTime} until which they count. */
  private record Failures(int attempts, long until, UnreadableEvent last) {}

  private static final class Id extends ExtensionId<Recoveries> {
    @Override
    public Recoveries createExtension(ActorSystem<?> system) {
      return new Recoveries();
    }
  }

  /** The supervision of entities that could not be read or written. */
  public static BackoffSupervisorStrategy backOff() {
    return SupervisorStrategy.restartWithBackoff(FIRST_PAUSE, LONGEST_PAUSE, LONGER_BY_CHANCE);
  }

  public static Recoveries of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /**
   * Sets the listener for unreadable events, which may mean that a newer program uses the same
   * data. It is called from any thread, and replaces the former listener.
   */
  public void whenUnreadable(Runnable listener) {
    this.listener = listener;
  }

  /** Reports an event of a newer program, for readers of many entities. */
  void outdated() {
    listener.run();
  }

  /**
   * The entity, or, if it is paused, an actor in its place that ignores all messages.
   *
   * @param stop the message that stops either
   */
  public static <M> Behavior<M> guarded(PersistenceId id, M stop, Behavior<M> entity) {
    return Behaviors.setup(context ->
        of(context.getSystem())
            .leftAlone(id.id())
            .map(pause -> Recoveries.leftAloneFor(pause, stop))
            .orElse(entity));
  }

  private static <M> Behavior<M> leftAloneFor(Duration pause, M stop) {
    return Behaviors.withTimers(timers -> {
      timers.startSingleTimer(stop, pause);
      return Behaviors.receiveMessage(
          message -> message.equals(stop) ? Behaviors.stopped() : Behaviors.same());
    });
  }

  /** Handles a failed recovery; called by an entity's signal handler. */
  public static void failed(ActorContext<?> context, RecoveryFailed signal) {
    Replays.of(context.getSystem()).giveUp(Adapter.toClassic(context.getSelf()));
    unreadable(signal.getFailure())
        .filter(event -> of(context.getSystem()).isLeftAlone(event))
        // A typed actor ends by its behaviour, and the entity's supervisor would start that again.
        .ifPresent(_ -> Adapter.toClassic(context).stop(Adapter.toClassic(context.getSelf())));
  }

  /** Ends the pause of an entity; called by its signal handler. */
  public static void recovered(ActorContext<?> context, PersistenceId id) {
    of(context.getSystem()).recovered(id.id());
  }

  private synchronized void recovered(String persistenceId) {
    failures.remove(persistenceId);
    if (unreadable.remove(persistenceId) != null) {
      LOG.info("{} can be read again", persistenceId.replace('|', ' '));
    }
  }

  /**
   * The number of entities of each kind, such as {@code Ticket}, that this node could not read at
   * the last attempt.
   */
  public synchronized SortedMap<String, Integer> unreadable() {
    SortedMap<String, Integer> kinds = new TreeMap<>();
    unreadable
        .keySet()
        .forEach(id -> kinds.merge(PersistenceId.extractEntityType(id), 1, Integer::sum));
    return kinds;
  }

  private static Optional<UnreadableEvent> unreadable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableEvent event) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  private boolean isLeftAlone(UnreadableEvent event) {
    if (!isLast(event)) {
      return false;
    }
    LOG.error(
        "{} cannot be read by this version of Switchboard, and is left alone for {} minutes; all"
            + " others go on. Start the version that wrote it, or restore a backup",
        event.getMessage(),
        LOOK_AGAIN.toMinutes());
    listener.run();
    return true;
  }

  private synchronized boolean isLast(UnreadableEvent event) {
    long now = System.nanoTime();
    Failures before = failures.get(event.persistenceId());
    if (before != null && before.last() == event) {
      // Pekko signals some failures twice.
      return false;
    }
    Failures after =
        before == null || before.until() - now < 0
            ? new Failures(1, now + LOOK_AGAIN.toNanos(), event)
            : new Failures(before.attempts() + 1, before.until(), event);
    failures.put(event.persistenceId(), after);
    if (after.attempts() < ATTEMPTS) {
      return false;
    }
    unreadable.put(event.persistenceId(), event);
    return true;
  }

  private synchronized Optional<Duration> leftAlone(String persistenceId) {
    return Optional.ofNullable(failures.get(persistenceId))
        .filter(found -> found.attempts() >= ATTEMPTS)
        .map(found -> Duration.ofNanos(found.until() - System.nanoTime()))
        .filter(Duration::isPositive);
  }

  private static final class Latest<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
