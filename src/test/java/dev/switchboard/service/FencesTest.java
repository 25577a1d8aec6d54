package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.switchboard.service.process.Driver;
import dev.switchboard.service.process.Drivers;
import dev.switchboard.service.process.LaunchSpec;
import dev.switchboard.service.process.Probe;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.service.process.RunBy;
import dev.switchboard.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The networks that can and cannot be reached through Debian's shadowsocks-libev and coturn as
 * their recipes start them. Skipped, with a message, if they are not installed.
 */
class FencesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final byte[] HERE_DRESSED_UP = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1
  };

  /** The address types of RFC 1928, section 5. */
  private enum Kind {
    IPV4(1),
    IPV6(4);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final int port = freePort();
  private Optional<Driver.Running> server = Optional.empty();
  private Optional<Process> client = Optional.empty();

  @TempDir Path folder;

  @AfterEach
  void stop() throws Exception {
    if (client.isPresent()) {
      client.get().destroy();
      client.get().waitFor();
    }
    server.ifPresent(running -> now(running.stop()));
    blocking.shutdownNow();
  }

  @Test
  void theShadowsocksServerLeadsToThisMachineOnlyWhereItMay() throws Exception {
    int local = shadowsocks(true);

    assertThat(isReached(local, Kind.IPV4, HERE.getAddress())).isTrue();
    assertThat(isReached(local, Kind.IPV6, HERE_DRESSED_UP)).isTrue();
    assertThat(isReachedByDatagrams(local)).isTrue();
  }

  @Test
  void theShadowsocksServerDoesNotLeadToThisMachineByAnyOfItsNames() throws Exception {
    int local = shadowsocks(false);

    assertThat(isReached(local, Kind.IPV4, HERE.getAddress())).isFalse();
    assertThat(isReached(local, Kind.IPV6, HERE_DRESSED_UP)).isFalse();
    assertThat(isReached(local, Kind.IPV6, new byte[16])).isFalse();
    // It takes no datagrams at all, because it does not check its list for them.
    try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(HERE, port))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void noShadowsocksServerIsStartedWhereSomebodyElseAnswers() throws Exception {
    program("ss-server");
    try (ServerSocket other = new ServerSocket(port, 1, HERE)) {
      assertThat(other.isBound()).isTrue();
      assertThatThrownBy(() -> start("ss-server", shadowsocksRecipe(false)))
          .rootCause()
          .hasMessageStartingWith("TCP port %d cannot be had".formatted(port));
    }
  }

  @Test
  void aTurnServerThatRunsByItsFileIsWellAndOneThatDoesNotIsNot() throws Exception {
    program("turnserver");
    LaunchSpec launchSpec = turnRecipe().plan(turnValues("example.org"));
    server = Optional.of(now(driver("turnserver").start(launchSpec)));
    await().atMost(PATIENCE).until(() -> launchSpec.probe().ask().isEmpty());

    Probe other = turnRecipe().plan(turnValues("example.net")).probe();
    assertThat(other.ask())
        .hasValue(
            "the TURN server at UDP port %d does not run by its configuration file here"
                .formatted(port));
    now(server.get().stop());
    // A unit whose user may not read the file starts all the same, and lets in anybody.
    LaunchSpec open =
        new LaunchSpec(
            folder,
            List.of(
                "-c",
                folder.resolve("no-such-file").toString(),
                "--listening-port=" + port,
                "--listening-ip=127.0.0.1",
                "--no-cli",
                "--log-file=stdout",
                "--pidfile=" + folder.resolve("open.pid"),
                "--userdb=" + folder.resolve("open.db")),
            launchSpec.listening(),
            launchSpec.probe());
    server = Optional.of(now(driver("turnserver").start(open)));

    await()
        .atMost(PATIENCE)
        .until(() ->
            launchSpec
                .probe()
                .ask()
                .filter(objection -> objection.contains("does not run by its configuration file"))
                .isPresent());
  }

  // ---- Shadowsocks

  /** Starts server and client, and gives the port of the client. */
  private int shadowsocks(boolean reachPrivate) throws Exception {
    program("ss-server");
    program("ss-local");
    server = Optional.of(start("ss-server", shadowsocksRecipe(reachPrivate)));
    int local = freePort();
    client =
        Optional.of(
            new ProcessBuilder(
                    "ss-local",
                    "-s",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(port),
                    "-b",
                    "127.0.0.1",
                    "-l",
                    Integer.toString(local),
                    "-k",
                    "a-password",
                    "-m",
                    "aes-128-gcm",
                    "-u")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ss-local.log").toFile())
                .start());
    await()
        .atMost(PATIENCE)
        .until(() -> new Probe.Tcp(Probe.at("127.0.0.1", local)).ask().isEmpty());
    return local;
  }

  private ShadowsocksService.ShadowsocksRecipe shadowsocksRecipe(boolean reachPrivate) {
    return new ShadowsocksService.ShadowsocksRecipe(
        folder, new ShadowsocksService.Options("127.0.0.1", reachPrivate));
  }

  /** Whether a connection through the proxy arrives at a server of this test. */
  private static boolean isReached(int proxy, Kind kind, byte[] address) throws Exception {
    try (ServerSocket target = new ServerSocket(0, 5, HERE);
        Socket socket = new Socket(HERE, proxy)) {
      Thread.ofVirtual().start(() -> greet(target));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      InputStream in = socket.getInputStream();
      socket.getOutputStream().write(new byte[] {5, 1, 0});
      in.readNBytes(2);
      socket.getOutputStream().write(new byte[] {5, 1, 0});
      socket.getOutputStream().write(destination(kind, address, target.getLocalPort()));
      in.readNBytes(10);
      socket.getOutputStream().write('?');
      return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("hello");
    } catch (SocketException reset) {
      return false;
    }
  }

  private static void greet(ServerSocket target) {
    try (Socket socket = target.accept()) {
      socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      var _ = socket.getInputStream().read();
    } catch (IOException nobodyCame) {
      // The test sees that nothing was said.
    }
  }

  private static boolean isReachedByDatagrams(int proxy) throws Exception {
    try (DatagramSocket target = new DatagramSocket(new InetSocketAddress(HERE, 0));
        DatagramSocket socket = new DatagramSocket()) {
      byte[] head = destination(Kind.IPV4, HERE.getAddress(), target.getLocalPort());
      byte[] sent =
          ByteBuffer.allocate(3 + head.length + 1).put(new byte[3]).put(head).put((byte) 7).array();
      socket.send(new DatagramPacket(sent, sent.length, HERE, proxy));
      target.setSoTimeout((int) PATIENCE.toMillis());
      DatagramPacket got = new DatagramPacket(new byte[10], 10);
      target.receive(got);
      return got.getLength() == 1 && got.getData()[0] == 7;
    } catch (SocketTimeoutException nothing) {
      return false;
    }
  }

  private static byte[] destination(Kind kind, byte[] address, int port) {
    return ByteBuffer.allocate(1 + address.length + 2)
        .put((byte) kind.number)
        .put(address)
        .putShort((short) port)
        .array();
  }

  // ---- TURN

  private TurnService.TurnRecipe turnRecipe() {
    return new TurnService.TurnRecipe(
        folder, new TurnService.Options("127.0.0.1", 61_000, 61_010, 3, 9));
  }

  private Map<Setting, String> turnValues(String realm) {
    return Map.of(
        Setting.TURN_PORT,
        Integer.toString(port),
        Setting.TURN_REALM,
        realm,
        Setting.TURN_SECRET,
        "a-secret",
        Setting.TURN_RELAY_IP,
        "127.0.0.1");
  }

  // ---- common

  private Driver.Running start(String program, Recipe recipe) {
    LaunchSpec launchSpec =
        recipe.plan(
            Map.of(
                Setting.SS_PORT, Integer.toString(port),
                Setting.SS_CIPHER, "aes-128-gcm",
                Setting.SS_PASSWORD, "a-password"));
    Driver.Running running = now(driver(program).start(launchSpec));
    await().atMost(PATIENCE).until(() -> now(running.probe()).isEmpty());
    return running;
  }

  private Driver driver(String program) {
    return new Drivers(Duration.ofSeconds(1), blocking)
        .of(new RunBy.Child(program), program, folder);
  }

  private static void program(String name) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(one -> Files.isExecutable(Path.of(one, name)));
    assumeTrue(there, name + " is not installed: apt-get install coturn shadowsocks-libev");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new AssertionError(none);
    }
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
