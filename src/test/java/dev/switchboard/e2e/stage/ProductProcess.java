package dev.switchboard.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.cli.Playground;
import dev.switchboard.config.Environment;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.storage.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command of the packed product as a process of its own, which can be killed, stopped and started
 * again on the same folder. It is told what it needs by variables alone; what it prints goes to
 * {@code out1}, {@code err1}, {@code out2} and so on, one pair for each start. For tests named IT.
 */
public final class ProductProcess implements AutoCloseable {
  /** Only an upper bound: a quiet machine needs 5 s. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration GONE = Duration.ofSeconds(30);
  private static final int LINES_SHOWN = 150;

  private final Path folder;
  private final Map<String, String> variables;
  private final List<String> command;
  private final List<String> prefix;
  private final int port;
  private final List<AtWork> atWork = new ArrayList<>();
  private int starts;
  private Process process;

  /** From when it was seen to be connected until it was told to end. */
  private record AtWork(int start, Instant from, Instant to) {
    boolean covers(Instant since, Instant until) {
      return !from.isAfter(since) && !to.isBefore(until);
    }
  }

  private ProductProcess(
      Path folder, Map<String, String> variables, List<String> prefix, List<String> command) {
    this.folder = folder;
    this.variables = new HashMap<>(variables);
    this.variables.putIfAbsent("SWITCHBOARD_HTTP_PORT", Integer.toString(FreePort.any()));
    this.port = Integer.parseInt(this.variables.getOrDefault("SWITCHBOARD_HTTP_PORT", ""));
    this.prefix = prefix;
    this.command = command;
    this.process = launch();
  }

  // ---- what it is told

  /** The variables that point at a look-alike Discord. */
  public static Map<String, String> pointingAt(Sandbox discord) {
    Map<String, String> variables = new HashMap<>();
    Playground.keysOf(discord)
        .forEach((key, value) -> variables.put(Environment.variableOf(key), value));
    return variables;
  }

  /** The variables that name a database, in the place of the embedded one. */
  public static Map<String, String> storingIn(DatabaseSettings database) {
    return Map.of(
        "SWITCHBOARD_DATABASE_URL", database.url(),
        "SWITCHBOARD_DATABASE_USER", database.user(),
        "SWITCHBOARD_DATABASE_PASSWORD", database.password());
  }

  // ---- its life

  /**
   * Starts {@code run}, and does not wait.
   *
   * @param folder where it is started, and so where its data are, unless the variables say
   *     otherwise
   */
  public static ProductProcess run(Path folder, Map<String, String> variables) {
    return start(folder, variables, "run");
  }

  /** Starts any command, and does not wait. */
  public static ProductProcess start(
      Path folder, Map<String, String> variables, String... command) {
    return new ProductProcess(folder, variables, List.of(), List.of(command));
  }

  /**
   * The same as the leader of a process group, as an interactive shell starts a command; and
   * heeding SIGINT, even where the tests themselves were started in the background.
   */
  public static ProductProcess startInGroup(
      Path folder, Map<String, String> variables, String... command) {
    return new ProductProcess(
        folder, variables, List.of("setsid", "env", "--default-signal=INT"), List.of(command));
  }

  private Process launch() {
    starts++;
    ProcessBuilder builder =
        new Distribution(folder).command(variables, command.toArray(String[]::new));
    builder.command().addAll(0, prefix);
    try {
      return builder
          .redirectOutput(file("out").toFile())
          .redirectError(file("err").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it anew, on what the former one left. */
  public void startAgain() {
    assertThat(process.isAlive()).as("the former one runs").isFalse();
    process = launch();
  }

  /** Waits until it is at work: Discord's gateway has let it in. */
  public void awaitConnected() {
    awaitHealth("/api/health", "\"connected\":true");
    if (atWork.isEmpty() || atWork.getLast().start() != starts) {
      atWork.add(new AtWork(starts, Instant.now(), Instant.MAX));
    }
  }

  private void ends() {
    if (!atWork.isEmpty() && atWork.getLast().start() == starts) {
      atWork.add(new AtWork(starts, atWork.removeLast().from(), Instant.now()));
    }
  }

  /** Whether one start of it was at work all that time; it is only if somebody awaited it. */
  public boolean wasAtWork(Instant since, Instant until) {
    return atWork.stream().anyMatch(one -> one.covers(since, until));
  }

  /** Waits until one of the health addresses answers with this in it. */
  public void awaitHealth(String path, String answer) {
    try {
      await()
          .atMost(PATIENCE)
          .failFast("it ended", () -> !process.isAlive())
          .ignoreExceptions()
          .until(() -> get(path).body().contains(answer));
    } catch (RuntimeException late) {
      throw new AssertionError(late.getMessage() + "\n" + told(), late);
    }
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** SIGKILL, for the Java process alone. */
  public void kill() throws InterruptedException {
    ends();
    process.destroyForcibly();
    assertThat(process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS)).as("it is gone").isTrue();
  }

  /** SIGTERM, which it may take its time to follow. */
  public void terminate() {
    ends();
    process.destroy();
  }

  /** Ctrl-C: SIGINT for the whole process group; see {@link #startInGroup}. */
  public void interruptGroup() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + pid()).inheritIO().start();
    assertThat(kill.waitFor()).as("kill's exit code").isZero();
  }

  /** Waits for its end, and gives its exit code: 128 and the number of the signal that ended it. */
  public int awaitEnd(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(ended).as("it ended within %s\n%s", limit, told()).isTrue();
    return process.exitValue();
  }

  /** Stops it in order. */
  public void stop() throws InterruptedException {
    terminate();
    assertThat(awaitEnd(GONE)).as("the exit code\n%s", told()).isEqualTo(143);
  }

  /** Ends it as a test may, whatever state it is in, with all processes that belong to it. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    atWorkIn(folder).forEach(ProcessHandle::destroyForcibly);
  }

  // ---- what can be seen of it

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Where its HTTP side listens, unless the variables say otherwise. */
  public int port() {
    return port;
  }

  public long pid() {
    return process.pid();
  }

  public Path data() {
    return folder.resolve("data");
  }

  /** The embedded database's server; no child of the process, so that it may outlive it. */
  public ProcessHandle databaseServer() throws IOException {
    Path note = data().resolve("database/cluster/postmaster.pid");
    return ProcessHandle.of(Long.parseLong(Files.readAllLines(note).getFirst().strip()))
        .orElseThrow();
  }

  /**
   * All processes whose working folder is in a folder: the product's own, its database's, and
   * whatever else it started. One that has ended and is only not yet collected is none of them.
   */
  public static List<ProcessHandle> atWorkIn(Path folder) {
    return ProcessHandle.allProcesses().filter(one -> isAtWorkIn(folder, one)).toList();
  }

  private static boolean isAtWorkIn(Path folder, ProcessHandle process) {
    try {
      return Path.of("/proc", Long.toString(process.pid()), "cwd")
          .toRealPath()
          .startsWith(folder.toRealPath());
    } catch (IOException endedOrNotOurs) {
      return false;
    }
  }

  /** What the present start has printed on standard output: the log. */
  public List<String> log() {
    return lines(file("out"));
  }

  /** What the present start has printed on standard error. */
  public List<String> errors() {
    return lines(file("err"));
  }

  /** What all starts have printed, and the database's server: for the message of a failure. */
  public String told() {
    List<String> told = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      Stream.concat(
              files.filter(file -> file.getFileName().toString().matches("(out|err)\\d+")).sorted(),
              Stream.of(data().resolve("database/log/server.log")))
          .filter(Files::exists)
          .forEach(file -> {
            List<String> lines = lines(file);
            told.add("---- %s, %d lines".formatted(file.getFileName(), lines.size()));
            told.addAll(lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join("\n", told);
  }

  private Path file(String kind) {
    return folder.resolve(kind + starts);
  }

  private static List<String> lines(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
