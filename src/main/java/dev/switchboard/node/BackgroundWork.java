package dev.switchboard.node;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work at intervals that ends when the server begins to stop. The database is closed later than
 * that, so no work meets a closed one, and the log of a stop has no failures of it. Thread-safe.
 */
final class BackgroundWork {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

  private final ActorSystem<?> system;
  private final Executor executor;
  private volatile boolean ended;

  BackgroundWork(ActorSystem<?> system) {
    this.system = system;
    this.executor = system.executionContext();
    onEnd(() -> ended = true);
  }

  /** Runs an act when the server begins to stop. */
  void onEnd(Runnable act) {
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "background-" + UUID.randomUUID(),
            () -> {
              act.run();
              return CompletableFuture.completedStage(Done.getInstance());
            });
  }

  /** Runs the work after a pause, and again after each such pause. */
  void every(Duration pause, Runnable work) {
    every(pause, pause, work);
  }

  /**
   * @param first the pause before the first time
   */
  void every(Duration first, Duration pause, Runnable work) {
    system
        .scheduler()
        .scheduleWithFixedDelay(first, pause, () -> unlessEnded(work), system.executionContext());
  }

  /** Runs the work once, after a pause. */
  void once(Duration pause, Runnable work) {
    system.scheduler().scheduleOnce(pause, () -> unlessEnded(work), system.executionContext());
  }

  private void unlessEnded(Runnable work) {
    if (!ended) {
      work.run();
    }
  }

  /**
   * Logs a failure of work that is repeated anyway.
   *
   * @param what what is put off, as in “Old events are deleted”
   */
  void noting(String what, CompletionStage<?> work) {
    var _ =
        work.whenCompleteAsync(
            (_, failure) -> {
              if (failure != null && !ended) {
                LOG.warn("{} later: {}", what, failure.toString());
              }
            },
            executor);
  }
}
