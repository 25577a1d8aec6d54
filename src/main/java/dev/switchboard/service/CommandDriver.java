package dev.switchboard.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;

/**
 * Has a service run by somebody else, by commands: the operator's own, or systemd's. The service
 * does not end with us.
 */
final class CommandDriver implements Driver {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final ServiceSettings.RunBy.Command commands;
  private final boolean isUnit;
  private final Programs programs;
  private final Executor blocking;

  /** By commands of the operator's. */
  static CommandDriver operators(
      Path folder, ServiceSettings.RunBy.Command commands, Programs programs, Executor blocking) {
    return new CommandDriver(folder, commands, false, programs, blocking);
  }

  private CommandDriver(
      Path folder,
      ServiceSettings.RunBy.Command commands,
      boolean isUnit,
      Programs programs,
      Executor blocking) {
    this.isUnit = isUnit;
    this.folder = folder;
    this.commands = commands;
    this.programs = programs;
    this.blocking = blocking;
  }

  /** By {@code systemctl} for a unit. */
  static CommandDriver systemd(Path folder, String unit, Programs programs, Executor blocking) {
    return new CommandDriver(
        folder,
        new ServiceSettings.RunBy.Command(
            List.of("systemctl", "start", unit),
            List.of("systemctl", "stop", unit),
            List.of("systemctl", "is-active", unit)),
        true,
        programs,
        blocking);
  }

  @Override
  public CompletionStage<Running> start(LaunchSpec launchSpec) {
    return CompletableFuture.supplyAsync(
        () -> {
          run(commands.start());
          return new Elsewhere(launchSpec.probe());
        },
        blocking);
  }

  @Override
  public CompletionStage<Done> ensureStopped() {
    return CompletableFuture.supplyAsync(
        () -> {
          run(commands.stop());
          return Done.getInstance();
        },
        blocking);
  }

  private final class Elsewhere implements Running {
    private final Probe probe;
    private final CompletableFuture<String> never = new CompletableFuture<>();

    Elsewhere(Probe probe) {
      this.probe = probe;
    }

    @Override
    public CompletionStage<Optional<String>> probe() {
      return CompletableFuture.supplyAsync(
          () -> {
            if (commands.probe().isEmpty()) {
              return probe.ask();
            }
            try {
              run(commands.probe());
              // A unit is active, too, where it runs by another file than ours.
              return isUnit ? probe.ask() : Optional.empty();
            } catch (DriverFailed failed) {
              return Optional.of(String.valueOf(failed.getMessage()));
            }
          },
          blocking);
    }

    @Override
    public CompletionStage<String> ended() {
      return never.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Done> stop() {
      return ensureStopped();
    }

    @Override
    public CompletionStage<Done> leave() {
      return CompletableFuture.completedStage(Done.getInstance());
    }
  }

  /** Operators may have put secrets into their commands: what follows the program is not shown. */
  private String shown(List<String> command) {
    return isUnit ? String.join(" ", command) : command.getFirst();
  }

  /** Runs a command to its end, which has to be a success. */
  private void run(List<String> command) {
    List<String> found = new ArrayList<>(command);
    found.set(0, programs.find(command.getFirst()).toString());
    String shown = shown(command);
    try {
      Files.createDirectories(folder);
      Process process = Programs.prepared(folder, found).start();
      process.getOutputStream().close();
      AtomicReference<String> last = new AtomicReference<>("");
      CompletableFuture<Void> read =
          CompletableFuture.runAsync(
              () -> ChildOutput.readAll(process.getInputStream(), last::set), blocking);
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw DriverFailed.forNow(
            "%s did not end within %d s".formatted(shown, PATIENCE.toSeconds()));
      }
      if (process.exitValue() != 0) {
        read.orTimeout(1, TimeUnit.SECONDS).handle((_, _) -> "as much as there is").get();
        String words = last.get().isEmpty() ? "" : ": " + ProcessDriver.shortened(last.get());
        throw DriverFailed.forNow(
            "%s ended with exit code %d%s".formatted(shown, process.exitValue(), words));
      }
    } catch (IOException e) {
      throw DriverFailed.forNow("%s cannot be run: %s".formatted(shown, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DriverFailed.forNow(shown + " was interrupted");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("handled above", impossible);
    }
  }
}
