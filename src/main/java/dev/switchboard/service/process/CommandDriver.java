package dev.switchboard.service.process;

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
 * The driver of a service that another program runs. It starts and stops the service by commands of
 * the operator, or by those of systemd. The service does not end with this process.
 */
final class CommandDriver implements Driver {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final RunBy.Command commands;
  private final boolean isUnit;
  private final Programs programs;
  private final Executor blocking;

  /** The driver with the operator's commands. */
  static CommandDriver operators(
      Path folder, RunBy.Command commands, Programs programs, Executor blocking) {
    return new CommandDriver(folder, commands, false, programs, blocking);
  }

  private CommandDriver(
      Path folder, RunBy.Command commands, boolean isUnit, Programs programs, Executor blocking) {
    this.isUnit = isUnit;
    this.folder = folder;
    this.commands = commands;
    this.programs = programs;
    this.blocking = blocking;
  }

  /** The driver with {@code systemctl} for a unit. */
  static CommandDriver systemd(Path folder, String unit, Programs programs, Executor blocking) {
    return new CommandDriver(
        folder,
        new RunBy.Command(
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
              // A unit is active even if it runs with another configuration file than this
              // server's.
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

  /**
   * The command as it may be shown. Operators may have put secrets into its arguments, so only the
   * program is shown.
   */
  private String shown(List<String> command) {
    return isUnit ? String.join(" ", command) : command.getFirst();
  }

  /** Runs a command to its end. It must succeed. */
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
