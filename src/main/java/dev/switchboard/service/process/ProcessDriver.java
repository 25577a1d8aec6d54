package dev.switchboard.service.process;

import dev.switchboard.text.Graphemes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver that runs a service as a child of this process. The child never outlives this process,
 * however the process ends: a shell stands between them. The standard input of the shell is a pipe
 * that this process holds, and the shell ends the child when the pipe ends.
 */
final class ProcessDriver implements Driver {
  /**
   * The script of the shell. {@code $1} is the number of seconds from SIGTERM to SIGKILL; the
   * command follows. Beside this process, only the watcher that waits for the end of the pipe holds
   * the pipe, and the watcher outlives a shell that is killed. The trap ends the watcher's pause,
   * which would otherwise go on after the child has ended.
   */
  private static final String SHELL =
      """
      grace=$1
      shift
      exec 3<&0 </dev/null
      "$@" 3<&- &
      child=$!
      {
        while read -r ignored <&3; do :; done
        trap 'kill "$!"; wait "$!"; exit' TERM
        kill -TERM "$child"
        sleep "$grace" &
        wait "$!"
        kill -KILL "$child"
      } >/dev/null 2>&1 &
      watcher=$!
      exec 3<&- 2>/dev/null
      trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
      while :; do
        wait "$child"
        status=$?
        kill -0 "$child" 2>/dev/null || break
      done
      kill "$watcher" 2>/dev/null
      wait "$watcher" 2>/dev/null
      exit "$status"
      """;

  /** The longest wait for the rest of the output of a child that has ended, in milliseconds. */
  private static final long LAST_WORDS_MILLIS = 1_000;

  /**
   * The beginning of the logger names of all services. Operators may have set levels for these
   * names.
   */
  private static final String LOGGERS = "dev.switchboard.service.";

  /** The most lines of a child that are logged in a minute: strangers can make it print more. */
  private static final int LINES = 200;

  private final String name;
  private final Logger log;
  private final String program;
  private final Duration grace;
  private final Executor blocking;
  private final LineBudget lines;
  private volatile Optional<Process> latest = Optional.empty();

  /**
   * The driver of a service.
   *
   * @param name the name of the service, for the log
   * @param program the program: a name that is looked up in {@code PATH}, or a path
   */
  ProcessDriver(String name, String program, Duration grace, Executor blocking) {
    this.name = name;
    this.log = LoggerFactory.getLogger(LOGGERS + name);
    this.program = program;
    this.grace = grace;
    this.blocking = blocking;
    this.lines =
        new LineBudget(
            LINES,
            System::nanoTime,
            (nanos, task) ->
                CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, blocking)
                    .execute(task),
            line -> log.info("{}", line));
  }

  @Override
  public CompletionStage<Running> start(LaunchSpec launchSpec) {
    return CompletableFuture.supplyAsync(() -> launch(launchSpec), blocking);
  }

  /** Nothing has to be stopped: the children of an earlier process ended with it. */
  @Override
  public CompletionStage<Done> ensureStopped() {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public Stream<ProcessHandle> processes() {
    return latest.filter(Process::isAlive).stream().flatMap(Process::descendants);
  }

  private Running launch(LaunchSpec launchSpec) {
    Path file = Programs.ofProcess().find(program);
    // A program that already has the port would answer the probe in place of the child.
    FreePorts.objection(launchSpec.listening())
        .ifPresent(taken -> {
          throw DriverFailed.forNow(taken);
        });
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", SHELL, "switchboard-" + name));
    command.add(Long.toString(Math.max(1, grace.toSeconds())));
    command.add(file.toString());
    command.addAll(launchSpec.arguments());
    try {
      Process shell = Programs.prepared(launchSpec.folder(), command).start();
      latest = Optional.of(shell);
      return new Child(shell, launchSpec.probe());
    } catch (IOException e) {
      throw DriverFailed.forNow("cannot be started: " + e.getMessage());
    }
  }

  private final class Child implements Running {
    private final Process shell;
    private final Probe probe;
    private final CompletableFuture<String> ended;
    private final Set<ProcessHandle> family = ConcurrentHashMap.newKeySet();
    private volatile String lastLine = "";

    Child(Process shell, Probe probe) {
      this.shell = shell;
      this.probe = probe;
      CompletableFuture<Void> silent =
          CompletableFuture.runAsync(
              () -> ChildOutput.readAll(shell.getInputStream(), this::heard), blocking);
      this.ended =
          shell
              .onExit()
              .thenCompose(_ -> {
                // If the shell was killed, the child is still there: this ends it.
                hangUp();
                return gone();
              })
              // A process that the child left behind may hold the pipe for ever.
              .thenCompose(_ -> silent.orTimeout(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS))
              .handle((_, _) -> {
                lines.tellLeftOut();
                return words();
              });
    }

    private void heard(String line) {
      lastLine = line;
      lines.log(line);
    }

    private String words() {
      String end = "%s ended with exit code %d".formatted(name, shell.exitValue());
      return lastLine.isEmpty() ? end : end + ": " + shortened(lastLine);
    }

    @Override
    public CompletionStage<Optional<String>> probe() {
      return CompletableFuture.supplyAsync(
          () -> {
            shell.descendants().forEach(family::add);
            return probe.ask();
          },
          blocking);
    }

    @Override
    public CompletionStage<String> ended() {
      return ended.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Done> stop() {
      return CompletableFuture.supplyAsync(
              () -> {
                shell.descendants().forEach(family::add);
                hangUp();
                return family;
              },
              blocking)
          .thenCompose(_ -> shell.onExit().copy().orTimeout(patience(), TimeUnit.MILLISECONDS))
          .handle((_, late) -> {
            if (late != null) {
              shell.destroyForcibly();
            }
            return shell;
          })
          .thenCompose(_ -> ended)
          .thenApply(_ -> Done.getInstance());
    }

    /**
     * Completes when every process of the child that was ever seen has ended, if need be by force.
     */
    private CompletionStage<Set<ProcessHandle>> gone() {
      return CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .orTimeout(patience(), TimeUnit.MILLISECONDS)
          .handle((_, late) -> {
            if (late != null) {
              family.forEach(ProcessHandle::destroyForcibly);
            }
            return family;
          });
    }

    private long patience() {
      return grace.plusSeconds(2).toMillis();
    }

    private void hangUp() {
      try {
        shell.getOutputStream().close();
      } catch (IOException alreadyBroken) {
        log.debug("The pipe to {} is closed already: {}", name, alreadyBroken.getMessage());
      }
    }
  }

  static String shortened(String line) {
    int longest = 200;
    return Graphemes.shortened(line, longest + 1);
  }
}
