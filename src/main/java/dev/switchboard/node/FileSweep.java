package dev.switchboard.node;

import dev.switchboard.ticket.erase.UnusedFiles;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that only erased messages named go in time. */
final class FileSweep {
  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Much longer than it takes from the keeping of a copy until its event is stored. */
  private static final Duration REST = Duration.ofMinutes(5);

  private FileSweep() {}

  /** On the node that speaks to Discord: of several, one is enough. */
  static void begin(ActorSystem<?> system, Guardian.Ground ground, BooleanSupplier onDuty) {
    UnusedFiles unused = new UnusedFiles(ground.database(), ground.files(), REST);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            PAUSE,
            PAUSE,
            () -> {
              if (onDuty.getAsBoolean()) {
                sweep(unused);
              }
            },
            system.executionContext());
  }

  private static void sweep(UnusedFiles unused) {
    unused
        .sweep()
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.warn("Erased files are deleted later: {}", failure.toString());
          }
        });
  }
}
