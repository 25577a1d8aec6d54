package dev.switchboard.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The drivers with real processes: shell scripts in place of services. */
class DriversTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    blocking.shutdownNow();
  }

  // ---- child processes

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> now(driver("no-such-program").start(plan())))
        .rootCause()
        .isInstanceOfSatisfying(
            DriverFailed.class, failed -> assertThat(failed.isLasting()).isTrue())
        .hasMessage("no-such-program not found");
  }

  @Test
  void aChildEndsWhenItIsToldTo() throws Exception {
    Driver.Running child = started("echo $$ > pid; exec sleep 1000");
    ProcessHandle process = process();

    now(child.stop());

    assertThat(process.isAlive()).isFalse();
    assertThat(now(child.ended())).isEqualTo("played ended with exit code 143");
  }

  @Test
  void aChildThatDoesNotHeedIsKilled() throws Exception {
    Driver.Running child = started("trap '' TERM; echo $$ > pid; while :; do sleep 0.1; done");
    ProcessHandle process = process();

    now(child.stop());

    await().atMost(PATIENCE).until(() -> !process.isAlive());
  }

  @Test
  void noChildIsStartedWhereSomebodyElseHasItsPort() throws Exception {
    script("touch started");
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (ServerSocket tcp = new ServerSocket(0, 1, here);
        DatagramSocket udp = new DatagramSocket(new InetSocketAddress(here, 0))) {
      for (ListeningPort taken :
          List.of(
              new ListeningPort(here, tcp.getLocalPort(), false),
              new ListeningPort(here, udp.getLocalPort(), true))) {
        LaunchSpec launchSpec =
            new LaunchSpec(
                folder, List.of(), taken, new Probe.Tcp(Probe.at("127.0.0.1", taken.port())));

        assertThatThrownBy(() -> now(driver(folder.resolve("played").toString()).start(launchSpec)))
            .rootCause()
            .isInstanceOfSatisfying(
                DriverFailed.class, failed -> assertThat(failed.isLasting()).isFalse())
            .hasMessageContaining("port %d cannot be had".formatted(taken.port()));
      }
    }
    assertThat(folder.resolve("started")).doesNotExist();
  }

  @Test
  void aProgramIsFoundFromWhereverItIsRun() {
    Path here = Path.of("").toAbsolutePath();
    Path shell = here.relativize(Path.of("/bin/sh"));

    assertThat(new Programs("").find(shell.toString())).isAbsolute().exists();
  }

  @Test
  void aChildThatEndsByItselfIsTold() throws Exception {
    Driver.Running child = started("echo first; echo cannot go on; exit 7");

    assertThat(now(child.ended())).isEqualTo("played ended with exit code 7: cannot go on");
  }

  @Test
  void howManyLinesOfAChildWereLeftOutIsSaidWhenItEnds() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.switchboard.service.played");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      now(started("i=0; while [ $i -lt 230 ]; do echo $i; i=$((i+1)); done; exit 7").ended());

      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .hasSize(201)
          .endsWith("199", "30 lines were left out, since there were more than 200 in a minute");
    } finally {
      logger.detachAppender(lines);
    }
  }

  @Test
  void aChildThatLeavesSomebodyBehindIsToldToHaveEnded() throws Exception {
    Driver.Running child = started("sleep 1000 & echo $! > pid; exit 7");
    ProcessHandle behind = process();

    assertThat(now(child.ended())).isEqualTo("played ended with exit code 7");

    behind.destroyForcibly();
  }

  @Test
  void aChildThatIsKilledIsTold() throws Exception {
    Driver.Running child = started("echo $$ > pid; exec sleep 1000");
    process().destroyForcibly();

    assertThat(now(child.ended())).isEqualTo("played ended with exit code 137");
  }

  @Test
  void aChildDoesNotOutliveTheShellAboveIt() throws Exception {
    Driver.Running child = started("echo $$ > pid; exec sleep 1000");
    ProcessHandle process = process();
    assertThat(now(child.probe())).isPresent();

    process.parent().orElseThrow().destroyForcibly();

    now(child.ended());
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void aChildDoesNotOutliveUsEvenIfWeAreKilled() throws Exception {
    script("echo $$ > pid; exec sleep 1000");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChildKeeper.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = parent.inputReader()) {
      assertThat(output.readLine()).isEqualTo("started");
      ProcessHandle process = process();

      parent.destroyForcibly();

      await().atMost(PATIENCE).until(() -> !process.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aChildIsToldNothingOfOurEnvironment() throws Exception {
    Driver.Running child = started("env | cut -d= -f1 | sort > variables");
    now(child.ended());

    assertThat(Files.readAllLines(folder.resolve("variables")))
        .isSubsetOf(
            "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_");
  }

  // ---- systemd and commands

  @Test
  void systemdIsToldToStartAndToStopAUnitAndAskedHowItIs() throws Exception {
    Path tools = systemctl("exit 0");
    CommandDriver driver =
        CommandDriver.systemd(
            folder, "turn.service", new Programs(tools + ":/usr/bin:/bin"), blocking);

    now(driver.ensureStopped());
    Driver.Running unit;
    try (ServerSocket service = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      unit = now(driver.start(plan(service.getLocalPort())));
      assertThat(now(unit.probe())).isEmpty();
    }
    now(unit.stop());
    now(unit.leave());

    assertThat(Files.readAllLines(folder.resolve("calls")))
        .containsExactly(
            "stop turn.service",
            "start turn.service",
            "is-active turn.service",
            "stop turn.service");
  }

  @Test
  void aUnitThatIsActiveAndDoesNotAnswerIsNotWell() throws Exception {
    Path tools = systemctl("exit 0");
    CommandDriver driver =
        CommandDriver.systemd(
            folder, "turn.service", new Programs(tools + ":/usr/bin:/bin"), blocking);

    assertThat(now(now(driver.start(plan())).probe())).hasValue("nothing answers at TCP port 1");
  }

  @Test
  void whatSystemdSaysAgainstItIsSaid() throws Exception {
    Path tools = systemctl("echo Unit turn.service not found. >&2; exit 5");
    CommandDriver driver =
        CommandDriver.systemd(
            folder, "turn.service", new Programs(tools + ":/usr/bin:/bin"), blocking);

    assertThatThrownBy(() -> now(driver.start(plan())))
        .rootCause()
        .hasMessage(
            "systemctl start turn.service ended with exit code 5: Unit turn.service not found.");
  }

  @Test
  void withoutSystemdThatIsSaid() {
    CommandDriver driver =
        CommandDriver.systemd(folder, "turn.service", new Programs("/nowhere"), blocking);

    assertThatThrownBy(() -> now(driver.start(plan())))
        .rootCause()
        .hasMessage("systemctl not found");
  }

  @Test
  void theOperatorsOwnCommandsStartStopAndProbe() throws Exception {
    CommandDriver driver =
        CommandDriver.operators(
            folder,
            new RunBy.Command(
                List.of("touch", "up"), List.of("rm", "-f", "up"), List.of("test", "-e", "up")),
            Programs.ofProcess(),
            blocking);

    Driver.Running running = now(driver.start(plan()));
    assertThat(now(running.probe())).isEmpty();
    now(running.stop());
    assertThat(now(running.probe())).hasValue("test ended with exit code 1");
  }

  @Test
  void aCommandThatHangsIsEnded() {
    CommandDriver driver =
        CommandDriver.operators(
            folder,
            new RunBy.Command(List.of("sleep", "1000"), List.of("true"), List.of()),
            Programs.ofProcess(),
            blocking);

    assertThatThrownBy(() -> now(driver.start(plan())))
        .rootCause()
        .hasMessage("sleep did not end within 5 s");
  }

  @Test
  void whatNobodyRunsIsSaid() {
    assertThatThrownBy(() -> now(new NoDriver("services.turn.driver").start(plan())))
        .rootCause()
        .hasMessage("nobody runs it: switchboard.services.turn.driver is none");
  }

  private Path systemctl(String end) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Path file = tools.resolve("systemctl");
    Files.writeString(file, "#!/bin/sh\necho \"$*\" >> calls\n" + end + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return tools;
  }

  private Driver.Running started(String script) throws Exception {
    script(script);
    return now(driver(folder.resolve("played").toString()).start(plan()));
  }

  private void script(String script) throws IOException {
    Path file = folder.resolve("played");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n", StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  /** The process of the script that was started last. */
  private ProcessHandle process() {
    Path note = folder.resolve("pid");
    await().atMost(PATIENCE).until(() -> Files.exists(note) && Files.size(note) > 0);
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(note).strip())).orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ProcessDriver driver(String program) {
    return new ProcessDriver("played", program, Duration.ofSeconds(1), blocking);
  }

  private LaunchSpec plan() {
    return plan(1);
  }

  /** The script listens at no port, so any free port will do. */
  private LaunchSpec plan(int answering) {
    return new LaunchSpec(
        folder, List.of(), anyPort(), new Probe.Tcp(Probe.at("127.0.0.1", answering)));
  }

  private static ListeningPort anyPort() {
    return new ListeningPort(InetAddress.ofLiteral("127.0.0.1"), 0, false);
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Starts the script of a folder as a child, and waits to be killed. */
  static final class ChildKeeper {
    private ChildKeeper() {}

    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      try (ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor()) {
        ProcessDriver driver =
            new ProcessDriver(
                "played", folder.resolve("played").toString(), Duration.ofSeconds(1), blocking);
        Driver.Running child =
            now(
                driver.start(
                    new LaunchSpec(
                        folder, List.of(), anyPort(), new Probe.Tcp(Probe.at("127.0.0.1", 1)))));
        System.out.println("started");
        Optional<String> end = Optional.of(now(child.ended()));
        System.out.println(end.orElse(""));
      }
    }
  }
}
