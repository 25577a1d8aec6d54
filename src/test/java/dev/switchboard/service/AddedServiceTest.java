package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.config.ReadValues;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.service.process.Observation.State;
import dev.switchboard.values.CheckedValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A new managed service needs its descriptor and a line in the list of services. It is then read
 * from the configuration, switched, started, probed, restarted and stopped like the others.
 */
class AddedServiceTest {
  private static final List<ManagedService> SERVICES = List.of(new EchoService());

  private static final ManagedService ECHO = SERVICES.getFirst();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final ActorTestKit kit = ActorTestKit.create();
  private final int port = FreePort.any();
  private ManagedServices services;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    CheckedValues values =
        ReadValues.of(
            Map.of(
                "switchboard.services.echo.driver", "process",
                "switchboard.services.echo.program", "perl",
                "switchboard.services.echo.listen", "127.0.0.1",
                "switchboard.services.echo.port", Integer.toString(port)));
    services =
        new ManagedServices(
            kit.system(),
            StoredInMemory.with(Map.of()),
            ServiceSettings.of(values, folder, SERVICES),
            Clock.systemUTC());
    TestProbe<String> begun = kit.createTestProbe();
    kit.spawn(
        Behaviors.setup(context -> {
          services.begin(context);
          begun.ref().tell("begun");
          return Behaviors.empty();
        }));
    begun.receiveMessage(PATIENCE);
  }

  @AfterEach
  void end() {
    now(services.leave());
    kit.shutdownTestKit();
  }

  @Test
  void itIsSwitchedProbedStartedAgainAndStoppedAsTheOthers() throws IOException {
    assertThat(now(services.turn(ECHO, true, Principals.ROOT)).observed().state())
        .isEqualTo(State.RUNNING);
    assertThat(echo("hello")).isEqualTo("hello");
    ProcessHandle first = program().orElseThrow();

    assertThat(first.destroyForcibly()).isTrue();

    await().atMost(PATIENCE).until(() -> !first.isAlive());
    ProcessHandle second =
        await()
            .atMost(PATIENCE)
            .until(this::program, found -> found.filter(next -> !next.equals(first)).isPresent())
            .orElseThrow();
    await().atMost(PATIENCE).until(() -> services.observed(ECHO).state() == State.RUNNING);
    assertThat(echo("again")).isEqualTo("again");

    assertThat(now(services.turn(ECHO, false, Principals.ROOT)).observed().state())
        .isEqualTo(State.STOPPED);

    assertThat(second.isAlive()).isFalse();
    try (ServerSocket free = new ServerSocket(port, 1, HERE)) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void whoMayNotSwitchServicesHasNoneMadeAnew() {
    assertThat(services.reload(Principals.anna(Right.ANSWER_MEMBERS)).toCompletableFuture())
        .failsWithin(PATIENCE)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(NotPermitted.class);
    assertThat(now(services.reload(Principals.ROOT))).containsOnlyKeys(ECHO);
  }

  @Test
  void itsNamesFollowFromItsDescriptor() {
    assertThat(services.services()).containsExactly(ECHO);
    assertThat(now(services.facts(ECHO))).containsEntry("protocol", Optional.of("RFC 862"));
    assertThat(ToggleName.all(SERVICES))
        .extracting(ToggleName::id)
        .containsExactly("registration", "jit", "echo", "log");
    assertThat(ECHO.toggle())
        .isEqualTo(new ToggleName("echo", "services.echo.enabled", "echo_enabled"));
  }

  private String echo(String line) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(HERE, port), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** The process of the program, a grandchild of this process. */
  private Optional<ProcessHandle> program() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> process.info().commandLine().orElse("").contains(folder + "/echo/echo.pl"))
        .filter(process -> process.info().command().orElse("").contains("perl"))
        .findFirst();
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
