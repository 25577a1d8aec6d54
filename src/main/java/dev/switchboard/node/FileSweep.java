package dev.switchboard.node;

import dev.switchboard.ticket.erase.UnnamedFiles;
import dev.switchboard.ticket.erase.UnusedFiles;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Deletes stored files that only erased messages named, or nothing at all. */
final class FileSweep {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** Much longer than the time from storing a copy to storing its event. */
  private static final Duration REST = Duration.ofMinutes(5);

  /** The same for a copy that nothing names: it may be about to be named. */
  private static final Duration UNNAMED = Duration.ofDays(1);

  private FileSweep() {}

  /** Only the leader sweeps: of several nodes, one is enough. */
  static void begin(ActorSystem<?> system, Guardian.Ground ground, BooleanSupplier onDuty) {
    UnusedFiles unused = new UnusedFiles(ground.database(), ground.files(), REST);
    UnnamedFiles unnamed = new UnnamedFiles(ground.database(), ground.files(), UNNAMED);
    BackgroundWork background = new BackgroundWork(system);
    background.every(
        PAUSE,
        () -> {
          if (onDuty.getAsBoolean()) {
            background.noting("Erased files are deleted", unused.sweep());
            background.noting("Files that nothing names are looked for", unnamed.look());
          }
        });
  }
}
