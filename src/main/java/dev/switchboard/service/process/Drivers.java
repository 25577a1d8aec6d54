package dev.switchboard.service.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The factory of drivers.
 *
 * @param stopGrace the time from SIGTERM to SIGKILL
 * @param blocking the executor for calls that block
 */
public record Drivers(Duration stopGrace, Executor blocking) {
  /**
   * Makes the driver of a service.
   *
   * @param name the name of the service, for the log
   * @param folder the service's own folder
   */
  public Driver of(RunBy runBy, String name, Path folder) {
    return switch (runBy) {
      case RunBy.Child(String program) -> new ProcessDriver(name, program, stopGrace, blocking);
      case RunBy.Systemd(String unit) ->
          CommandDriver.systemd(folder, unit, Programs.ofProcess(), blocking);
      case RunBy.Command commands ->
          CommandDriver.operators(folder, commands, Programs.ofProcess(), blocking);
      case RunBy.Nobody(String key) -> new NoDriver(key);
    };
  }
}
