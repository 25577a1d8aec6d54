package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.IrohStandIn;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.e2e.stage.TurnClient;
import dev.switchboard.service.TurnCredentials;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The services beside the whole product, as administrators switch them: coturn and
 * shadowsocks-libev for real (skipped, with a word, where they are not installed), and a stand-in
 * for iroh-relay, which no distribution has.
 */
class ServicesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path folder;

  private static final Duration PATIENCE = RunningProduct.PATIENCE;
  private static final String SECRET = "a-secret-of-ours==";
  private static final String PASSWORD = "a-password-of-ours+/=";

  private static final int TURN_PORT = FreePort.any();
  private static final int SS_PORT = FreePort.any();
  private static final int IROH_PORT = FreePort.any();

  private static RunningProduct product;
  private static AdminCaller root;

  @BeforeAll
  static void start() throws Exception {
    Map<String, String> keys = new HashMap<>();
    keys.put("switchboard.services.turn.listen", "127.0.0.1");
    keys.put("switchboard.services.turn.relay-ip", "127.0.0.1");
    keys.put("switchboard.services.turn.port", Integer.toString(TURN_PORT));
    keys.put("switchboard.services.turn.secret", SECRET);
    // Outside of those from which the tests take free ports.
    keys.put("switchboard.services.turn.min-port", "61000");
    keys.put("switchboard.services.shadowsocks.listen", "127.0.0.1");
    keys.put("switchboard.services.shadowsocks.port", Integer.toString(SS_PORT));
    keys.put("switchboard.services.shadowsocks.password", PASSWORD);
    keys.put("switchboard.services.shadowsocks.reach-private", "true");
    keys.put("switchboard.services.iroh.listen", "127.0.0.1");
    keys.put("switchboard.services.iroh.port", Integer.toString(IROH_PORT));
    keys.put("switchboard.services.iroh.program", IrohStandIn.in(folder).toString());
    keys.put("switchboard.services.start-limit", "10s");
    Path data = folder.resolve("data");
    product = RunningProduct.start(data, DATABASE.settings(), keys);
    root =
        new AdminCaller(product.port(), TokenFile.show(data.resolve("admin_token")), "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    root.close();
    product.close();
    assertThat(ProductProcess.atWorkIn(folder)).as("what still runs").isEmpty();
  }

  @AfterEach
  void switchAllOff() throws Exception {
    for (String service : List.of("turn", "shadowsocks", "iroh")) {
      assertThat(
              body("POST", service(service), "{\"action\":\"disable\"}").path("observed").asText())
          .isEqualTo("stopped");
    }
    reset("turn_port");
    reset("turn_secret");
    reset("iroh_port");
  }

  // ---- TURN

  @Test
  void theTurnServerLetsInWhoHasCredentialsAndNobodyElse() throws Exception {
    turnserver();
    JsonNode enabled = body("POST", service("turn"), "{\"action\":\"enable\"}");
    assertThat(enabled.path("status").asText()).isEqualTo("enabled");
    assertThat(enabled.path("observed").asText()).as(enabled.toString()).isEqualTo("running");
    assertThat(enabled.path("by").asText()).isEqualTo("root");
    assertThat(enabled.path("error").isNull()).isTrue();

    Instant now = Instant.now();
    try (TurnClient caller = new TurnClient(TURN_PORT);
        TurnClient stranger = new TurnClient(TURN_PORT);
        TurnClient late = new TurnClient(TURN_PORT)) {
      assertThat(caller.isAnswered()).isTrue();
      TurnCredentials good = TurnCredentials.of(SECRET, Duration.ofHours(1), "alice", now);
      assertThat(caller.allocate(good)).isZero();
      // A peer in the internet may be spoken with, the operator's own machines may not.
      assertThat(caller.permit("192.0.3.1", good)).isZero();
      for (String own : List.of("10.0.0.1", "127.0.0.1", "192.168.1.1", "169.254.169.254")) {
        assertThat(caller.permit(own, good)).as(own).isEqualTo(403);
      }
      assertThat(stranger.allocate(TurnCredentials.of("wrong", Duration.ofHours(1), "eve", now)))
          .isEqualTo(401);
      assertThat(
              late.allocate(
                  TurnCredentials.of(
                      SECRET, Duration.ofHours(1), "bob", now.minus(Duration.ofHours(2)))))
          .isEqualTo(401);
    }
    Path file = folder.resolve("data/services/turn/turnserver.conf");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void whoIsGivenCredentialsIsLetInForAsLongAsTheSettingSays() throws Exception {
    turnserver();
    String resource = service("turn") + "/credentials";
    String off = "turn is switched off, or turn_secret is not set";
    assertThat(root.get(resource).path("error").asText()).isEqualTo(off);
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    set("turn_ttl", "100");

    JsonNode made = body("GET", resource, "{\"name\":\"alice\"}");

    Instant expires = Instant.parse(made.path("expires_at").asText());
    assertThat(Duration.between(Instant.now(), expires))
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(100));
    assertThat(made.path("username").asText()).isEqualTo(expires.getEpochSecond() + ":alice");
    try (TurnClient caller = new TurnClient(TURN_PORT)) {
      assertThat(
              caller.allocate(
                  new TurnCredentials(
                      made.path("username").asText(), made.path("password").asText(), expires)))
          .isZero();
    }
    reset("turn_ttl");
    assertThat(root.call("GET", resource, "{\"name\":\"a b\"}").path("status").asInt())
        .isEqualTo(400);
    assertThat(root.call("POST", resource, "{}").path("error").asText())
        .isEqualTo("method POST not allowed");
  }

  @Test
  void aTurnServerThatIsKilledComesBack() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    ProcessHandle former = process("turnserver");

    former.destroyForcibly();

    await().atMost(PATIENCE).until(() -> !former.isAlive());
    await()
        .atMost(PATIENCE)
        .until(() -> observed("turn").equals("running") && isAnswered(TURN_PORT));
    assertThat(process("turnserver").pid()).isNotEqualTo(former.pid());
  }

  @Test
  void aTurnServerMovesToAnotherPortAndLeavesTheFormerOneFree() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    int next = FreePort.any();

    JsonNode moved = set("turn_port", Integer.toString(next));

    assertThat(moved.path("error").isNull()).as(moved.toString()).isTrue();
    assertThat(moved.path("body").path("value").asText()).isEqualTo(Integer.toString(next));
    assertThat(moved.path("body").path("restart_required").asBoolean(true)).isFalse();
    assertThat(isAnswered(next)).isTrue();
    assertFree(TURN_PORT);

    reset("turn_port");
    assertThat(isAnswered(TURN_PORT)).isTrue();
    body("POST", service("turn"), "{\"action\":\"disable\"}");
    assertFree(TURN_PORT);
    assertFree(next);
  }

  @Test
  void aPortThatSomebodyElseHasIsRefusedAndNothingChanges() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    long former = process("turnserver").pid();
    // Somebody has it for datagrams only.
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), FreePort.any());
    try (DatagramSocket other = new DatagramSocket(taken)) {
      JsonNode refused = set("turn_port", Integer.toString(other.getLocalPort()));

      assertThat(refused.path("status").asInt()).isEqualTo(409);
      assertThat(refused.path("error").asText())
          .startsWith("UDP port %d cannot be had: ".formatted(other.getLocalPort()))
          .endsWith("; turn_port stays " + TURN_PORT);
    }
    assertThat(process("turnserver").pid()).isEqualTo(former);
    assertThat(isAnswered(TURN_PORT)).isTrue();
    assertThat(body("GET", setting("turn_port"), "{}").path("is_set").asBoolean()).isFalse();
  }

  @Test
  void aSecretIsChangedWhileItRuns() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");

    assertThat(set("turn_secret", "another-secret").path("error").isNull()).isTrue();

    try (TurnClient caller = new TurnClient(TURN_PORT)) {
      assertThat(
              caller.allocate(
                  TurnCredentials.of(
                      "another-secret", Duration.ofHours(1), "alice", Instant.now())))
          .isZero();
    }
  }

  @Test
  void whatWasSwitchedOnRunsAfterARestartAndNothingOutlivesTheProduct() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");

    product.stop();
    assertThat(ProductProcess.atWorkIn(folder)).isEmpty();
    assertFree(TURN_PORT);
    product.startAgain();

    await().atMost(PATIENCE).until(() -> observed("turn").equals("running"));
    assertThat(isAnswered(TURN_PORT)).isTrue();
  }

  // ---- Shadowsocks

  @Test
  void theShadowsocksServerLeadsOut() throws Exception {
    program("ss-server");
    JsonNode enabled = body("POST", service("shadowsocks"), "{\"action\":\"enable\"}");
    assertThat(enabled.path("observed").asText()).as(enabled.toString()).isEqualTo("running");

    assertThat(throughShadowsocks(PASSWORD)).isEqualTo("hello");
  }

  /** A word to a server behind the Shadowsocks server, and back. */
  private static String throughShadowsocks(String password) throws Exception {
    program("ss-local");
    int local = FreePort.any();
    Process client =
        new ProcessBuilder(
                "ss-local",
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(SS_PORT),
                "-b",
                "127.0.0.1",
                "-l",
                Integer.toString(local),
                "-k",
                password,
                "-m",
                "aes-128-gcm")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("ss-local.log").toFile())
            .start();
    try (ServerSocket echo = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual().start(() -> echoOnce(echo));
      await().atMost(PATIENCE).ignoreExceptions().until(() -> connects(local));

      return throughProxy(local, echo.getLocalPort(), "hello");
    } finally {
      client.destroy();
      client.waitFor();
    }
  }

  @Test
  void theStatusCountsWhatTheServicesReallyServe() throws Exception {
    turnserver();
    program("ss-server");
    JsonNode idle = body("GET", "/admin/status", "{}");
    assertThat(idle.path("turn").path("relays").asInt(-1)).isZero();
    assertThat(idle.path("shadowsocks").path("connections").asInt(-1)).isZero();
    assertThat(idle.path("imap").path("connections").asInt(-1)).isZero();
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    body("POST", service("shadowsocks"), "{\"action\":\"enable\"}");

    try (TurnClient one = new TurnClient(TURN_PORT);
        TurnClient two = new TurnClient(TURN_PORT);
        Socket connection = new Socket(InetAddress.ofLiteral("127.0.0.1"), SS_PORT);
        Socket another = new Socket()) {
      for (TurnClient caller : List.of(one, two)) {
        assertThat(
                caller.allocate(
                    TurnCredentials.of(SECRET, Duration.ofHours(1), "alice", Instant.now())))
            .isZero();
      }
      another.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
      another.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), SS_PORT));
      assertThat(connection.isConnected()).isTrue();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            JsonNode status = body("GET", "/admin/status", "{}");
            assertThat(status.path("turn").path("relays").asInt()).isEqualTo(2);
            assertThat(status.path("shadowsocks").path("connections").asInt()).isEqualTo(2);
            assertThat(status.path("shadowsocks").path("unique_ips").asInt()).isEqualTo(2);
          });
    }
    body("POST", service("turn"), "{\"action\":\"disable\"}");
    await()
        .atMost(PATIENCE)
        .until(() -> body("GET", "/admin/status", "{}").path("turn").path("relays").asInt() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=begins!with",
        "#is$no%comment&",
        "(a)[b]{c}<d>|e;f,g*h?i^j",
        "ends==",
        "a:b=c;!%~"
      })
  void aSecretMayHaveAnyPrintedCharacterButQuotesAndBlanks(String secret) throws Exception {
    turnserver();
    program("ss-server");
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    body("POST", service("shadowsocks"), "{\"action\":\"enable\"}");

    assertThat(set("turn_secret", secret).path("error").isNull()).isTrue();
    assertThat(set("ss_password", secret).path("error").isNull()).isTrue();

    try (TurnClient caller = new TurnClient(TURN_PORT);
        TurnClient stranger = new TurnClient(TURN_PORT)) {
      Instant now = Instant.now();
      assertThat(caller.allocate(TurnCredentials.of(secret, Duration.ofHours(1), "alice", now)))
          .isZero();
      assertThat(
              stranger.allocate(TurnCredentials.of(secret + "x", Duration.ofHours(1), "eve", now)))
          .isEqualTo(401);
    }
    assertThat(throughShadowsocks(secret)).isEqualTo("hello");
    reset("ss_password");
  }

  @Test
  void aServiceIsTakenFromThePublicAndGivenBackToIt() throws Exception {
    turnserver();
    program("ss-server");
    for (String name : List.of("turn", "ss", "iroh")) {
      assertThat(body("GET", "/admin/settings", "{}").path(name + "_access").asText())
          .as(name)
          .isEqualTo("local");
    }
    body("POST", service("shadowsocks"), "{\"action\":\"enable\"}");
    body("POST", service("iroh"), "{\"action\":\"enable\"}");
    body("POST", service("turn"), "{\"action\":\"enable\"}");

    for (String name : List.of("ss_local_only", "iroh_local_only", "turn_local_only")) {
      assertThat(set(name, "false").path("body").path("restart_required").asBoolean(true))
          .isFalse();
    }
    assertThat(connects("127.0.0.5", SS_PORT)).isTrue();
    assertThat(connects("127.0.0.5", IROH_PORT)).isTrue();
    assertThat(Files.readString(folder.resolve("data/services/turn/turnserver.conf")))
        .doesNotContain("listening-ip");
    assertThat(body("GET", "/admin/settings", "{}").path("turn_access").asText())
        .isEqualTo("public");

    assertThat(set("ss_access", "local").path("body").path("value").asText()).isEqualTo("local");
    reset("iroh_local_only");
    reset("turn_access");
    assertThat(connects("127.0.0.5", SS_PORT)).isFalse();
    assertThat(connects("127.0.0.5", IROH_PORT)).isFalse();
    assertThat(connects(SS_PORT) && connects(IROH_PORT) && isAnswered(TURN_PORT)).isTrue();
    reset("ss_local_only");
  }

  @Test
  void relayedPortsAreThoseOfTheRangeThatIsSet() throws Exception {
    turnserver();
    body("POST", service("turn"), "{\"action\":\"enable\"}");
    set("turn_relay_port_min", "64000");

    assertThat(set("turn_relay_port_max", "64003").path("error").isNull()).isTrue();

    assertThat(Files.readString(folder.resolve("data/services/turn/turnserver.conf")))
        .contains("min-port=64000\n", "max-port=64003\n");
    try (TurnClient caller = new TurnClient(TURN_PORT)) {
      assertThat(
              caller.allocate(
                  TurnCredentials.of(SECRET, Duration.ofHours(1), "alice", Instant.now())))
          .isZero();
      await()
          .atMost(PATIENCE)
          .until(() -> body("GET", "/admin/status", "{}").path("turn").path("relays").asInt() == 1);
    }
    reset("turn_relay_port_max");
    reset("turn_relay_port_min");
  }

  // ---- iroh

  @Test
  void aStandInForTheIrohRelayIsStartedWithItsFileAndMovesWithItsPort() throws Exception {
    assertThat(body("POST", service("iroh"), "{\"action\":\"enable\"}").path("observed").asText())
        .isEqualTo("running");
    assertThat(connects(IROH_PORT)).isTrue();
    int next = FreePort.any();

    set("iroh_port", Integer.toString(next));

    assertThat(connects(next)).isTrue();
    assertFree(IROH_PORT);
    set("iroh_relay_url", "https://iroh.example.org");
    assertThat(body("GET", service("iroh"), "{}").path("url").asText())
        .isEqualTo("https://iroh.example.org");
    reset("iroh_relay_url");
    assertThat(body("GET", service("iroh"), "{}").path("url").isNull()).isTrue();
  }

  // ---- what they have in common

  @Test
  void aServiceWhosePortSomebodyElseHasDoesNotRunUntilItIsFree() throws Exception {
    InetSocketAddress taken = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), IROH_PORT);
    try (ServerSocket other = new ServerSocket()) {
      other.setReuseAddress(true);
      other.bind(taken);
      JsonNode enabled = body("POST", service("iroh"), "{\"action\":\"enable\"}");

      assertThat(enabled.path("observed").asText()).isEqualTo("backing_off");
      assertThat(enabled.path("error").asText())
          .startsWith("TCP port %d cannot be had: ".formatted(IROH_PORT));
    }
    await().atMost(PATIENCE).until(() -> observed("iroh").equals("running"));
  }

  @Test
  void applyingAllAgainChangesNothingThatRuns() throws Exception {
    body("POST", service("iroh"), "{\"action\":\"enable\"}");
    long former = process("perl").pid();

    JsonNode reloaded = body("POST", "/admin/reload", "{}");

    assertThat(reloaded.path("status").asText()).isEqualTo("reloading");
    assertThat(reloaded.path("message").asText())
        .isEqualTo("Configuration regenerated. Service is restarting.");
    assertThat(reloaded.path("services").path("iroh").path("observed").asText())
        .isEqualTo("running");
    assertThat(reloaded.path("services").path("turn").path("observed").asText())
        .isEqualTo("stopped");
    assertThat(process("perl").pid()).isEqualTo(former);
    assertThat(root.get("/admin/reload").path("error").asText())
        .isEqualTo("method GET not allowed (use POST)");
  }

  private static void turnserver() {
    program("turnserver");
  }

  private static void program(String name) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(":", -1))
            .anyMatch(one -> Files.isExecutable(Path.of(one, name)));
    assumeTrue(there, name + " is not installed: apt-get install coturn shadowsocks-libev");
  }

  private static ProcessHandle process(String program) {
    return ProductProcess.atWorkIn(folder).stream()
        .filter(one -> one.info().command().orElse("").contains(program))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAnswered(int port) throws IOException {
    try (TurnClient client = new TurnClient(port)) {
      return client.isAnswered();
    }
  }

  private static boolean connects(int port) {
    return connects("127.0.0.1", port);
  }

  private static boolean connects(String address, int port) {
    try (Socket socket = new Socket(InetAddress.ofLiteral(address), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private static void assertFree(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(address)) {
      tcp.setReuseAddress(true);
      tcp.bind(address);
      assertThat(udp.isBound() && tcp.isBound()).isTrue();
    }
  }

  private static void echoOnce(ServerSocket echo) {
    try (Socket socket = echo.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      out.write(in.readNBytes(5));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String throughProxy(int proxy, int port, String text) throws IOException {
    Proxy socks =
        new Proxy(
            Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), proxy));
    try (Socket socket = new Socket(socks)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
          (int) PATIENCE.toMillis());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
    }
  }

  private static String observed(String service) throws Exception {
    return body("GET", service(service), "{}").path("observed").asText();
  }

  private static String service(String name) {
    return "/admin/services/" + name;
  }

  private static String setting(String name) {
    return "/admin/settings/" + name;
  }

  private static JsonNode set(String name, String value) throws Exception {
    return root.call(
        "POST", setting(name), "{\"action\":\"set\",\"value\":\"%s\"}".formatted(value));
  }

  private static void reset(String name) throws Exception {
    assertThat(root.call("POST", setting(name), "{\"action\":\"reset\"}").path("status").asInt())
        .isEqualTo(200);
  }

  private static JsonNode body(String method, String resource, String body) throws Exception {
    JsonNode answer = root.call(method, resource, body);
    assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
    return answer.path("body");
  }
}
