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
 * What becomes of an entity whose journal holds an {@link UnreadableEvent}. A journal that is out
 * of reach is asked again for ever, and that is right; here it would be in vain. So it is left
 * alone after some attempts: it takes nothing, and what it is asked is not answered, until the next
 * attempt some minutes later. All other entities go on.
 *
 * <p>One for each actor system. Safe for use by several threads.
 */
public final class Recoveries implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(Recoveries.class);

  /**
   * The first failure may be a slip, such as a class that could not be loaded for want of memory.
   */
  static final int ATTEMPTS = 3;

  /**
   * How long what needs the database pauses after a failure before it begins anew: twice as long
   * each time. What waited for a connection until just before the database was back pauses once
   * more, and 5 s after that everything is to go on.
   */
  public static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  public static final Duration LONGEST_PAUSE = Duration.ofMillis(1_500);

  /** By which part of itself a pause may be longer, so that not all come at once. */
  public static final double LONGER_BY_CHANCE = 0.3;

  /** Until then an operator may have mended the journal. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final int REMEMBERED = 10_000;

  private static final Id ID = new Id();

  private final Map<String, Failures> failures = new Latest<>();

  /** Those left alone that were not read since, also while the next attempt is made. */
  private final Map<String, UnreadableEvent> unreadable = new Latest<>();

  private volatile Runnable listener = () -> {};

  private Recoveries() {}

  /** How often it was tried in vain, and until when (of the JVM's clock) that counts. */
  private record Failures(int attempts, long until, UnreadableEvent last) {}

  private static final class Id extends ExtensionId<Recoveries> {
    @Override
    public Recoveries createExtension(ActorSystem<?> system) {
      return new Recoveries();
    }
  }

  /** For entities that could not be read or written. */
  public static BackoffSupervisorStrategy backOff() {
    return SupervisorStrategy.restartWithBackoff(FIRST_PAUSE, LONGEST_PAUSE, LONGER_BY_CHANCE);
  }

  public static Recoveries of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /**
   * Is called, from any thread, where an event could not be read: perhaps a newer program works on
   * the same data. Replaces the one before.
   */
  public void whenUnreadable(Runnable listener) {
    this.listener = listener;
  }

  /** For those that read events of many entities, and found one that a newer program wrote. */
  void outdated() {
    listener.run();
  }

  /**
   * The entity, or, where its journal was found unreadable, an actor in its place that takes
   * nothing.
   *
   * @param stop the message by which either ends
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

  /** For an entity's signal handler. */
  public static void failed(ActorContext<?> context, RecoveryFailed signal) {
    Replays.of(context.getSystem()).giveUp(Adapter.toClassic(context.getSelf()));
    unreadable(signal.getFailure())
        .filter(event -> of(context.getSystem()).isLeftAlone(event))
        // A typed actor ends by its behaviour, and the entity's supervisor would start that again.
        .ifPresent(_ -> Adapter.toClassic(context).stop(Adapter.toClassic(context.getSelf())));
  }

  /** For an entity's signal handler: what was left alone, if it was, is no more. */
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
   * How many entities of each kind, such as {@code Ticket}, this node could not read when it tried
   * last.
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
