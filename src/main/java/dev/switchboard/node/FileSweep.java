package dev.switchboard.node;

import dev.switchboard.ticket.erase.UnusedFiles;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Deletes stored files that only erased messages named. */
final class FileSweep {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Much longer than the time from storing a copy to storing its event. */
  private static final Duration REST = Duration.ofMinutes(5);

  private FileSweep() {}

  /** Only the leader sweeps: of several nodes, one is enough. */
  static void begin(ActorSystem<?> system, Guardian.Ground ground, BooleanSupplier onDuty) {
    UnusedFiles unused = new UnusedFiles(ground.database(), ground.files(), REST);
    BackgroundWork background = new BackgroundWork(system);
    background.every(
        PAUSE,
        () -> {
          if (onDuty.getAsBoolean()) {
            background.noting("Erased files are deleted", unused.sweep());
          }
        });
  }
}
