package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.IrohStandIn;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of the packed product, of which the second runs the services. */
@Tag("chaos")
@Timeout(600)
class NodeForServicesIT {
  private static final int NODES = 3;
  private static final int RUNS_THEM = 1;
  private static final String IROH = "/admin/services/iroh";
  private static final String LOG = "/admin/services/log";
  private static final String PORT = "/admin/settings/iroh_port";
  private static final String REALM = "/admin/settings/turn_realm";
  private static final String REGISTRATION = "/admin/registration";
  private static final String ENABLE = "{\"action\":\"enable\"}";
  private static final String DISABLE = "{\"action\":\"disable\"}";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static final List<ProductProcess> NODE = new ArrayList<>();
  private static final List<AdminCaller> ROOT = new ArrayList<>();
  private static Sandbox discord;
  private static String name;

  @BeforeAll
  static void startThem() throws Exception {
    discord = Sandbox.start(SandboxSettings.inMemory());
    List<String> seeds =
        IntStream.range(0, NODES).mapToObj(_ -> "127.0.0.1:" + FreePort.any()).toList();
    name = seeds.get(RUNS_THEM);
    Path data = folder.resolve("shared");
    Map<String, String> all = new HashMap<>(ProductProcess.pointingAt(discord));
    all.putAll(ProductProcess.storingIn(DATABASE.settings()));
    all.put("SWITCHBOARD_DATA_DIR", data.toString());
    all.put("SWITCHBOARD_CLUSTER_SEEDS", String.join(",", seeds));
    all.put("SWITCHBOARD_JAVA_OPTIONS", "-Xmx192m");
    all.put("SWITCHBOARD_SERVICES_NODE", name);
    all.put("SWITCHBOARD_SERVICES_IROH_PROGRAM", IrohStandIn.in(folder).toString());
    // Outside of those from which the tests take free ports.
    all.put("SWITCHBOARD_SERVICES_TURN_MIN_PORT", "61000");
    all.put("SWITCHBOARD_SERVICES_IROH_LISTEN", "127.0.0.1");
    all.put("SWITCHBOARD_SERVICES_IROH_PORT", Integer.toString(FreePort.any()));
    List<Integer> ports = IntStream.range(0, NODES).mapToObj(_ -> FreePort.any()).toList();
    for (int number = 0; number < NODES; number++) {
      Map<String, String> variables = new HashMap<>(all);
      variables.put("SWITCHBOARD_CLUSTER_PORT", seeds.get(number).split(":", -1)[1]);
      variables.put("SWITCHBOARD_HTTP_PORT", Integer.toString(ports.get(number)));
      Path own = Files.createDirectory(folder.resolve("node-" + number));
      NODE.add(LOGS.of(ProductProcess.run(own, variables)));
    }
    NODE.forEach(ProductProcess::awaitConnected);
    String token = TokenFile.show(data.resolve("admin_token"));
    ports.forEach(port -> ROOT.add(new AdminCaller(port, token, "127.0.0.1")));
  }

  @AfterAll
  static void stopThem() {
    ROOT.forEach(AdminCaller::close);
    NODE.forEach(ProductProcess::close);
    discord.close();
  }

  /** Those that a case before took away are there again. */
  @BeforeEach
  void startThoseThatAreLost() throws Exception {
    for (ProductProcess node : NODE) {
      if (!node.isAlive()) {
        node.startAgain();
      }
    }
    NODE.forEach(ProductProcess::awaitConnected);
    for (AdminCaller root : ROOT) {
      await().atMost(PATIENCE).until(() -> root.get(IROH).path("status").asInt() == 200);
    }
  }

  @Test
  void aServiceRunsOnTheNodeForServicesWhereverItIsSwitchedOn() throws Exception {
    assertThat(body(call(0, IROH, ENABLE)).path("observed").asText()).isEqualTo("running");

    assertThat(children(RUNS_THEM)).isNotEmpty();
    assertThat(children(0)).isEmpty();
    assertThat(children(2)).isEmpty();
    for (AdminCaller root : ROOT) {
      assertThat(body(root.get(IROH)).path("observed").asText()).isEqualTo("running");
    }
    // A port is proven where the service has to listen.
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      JsonNode refused = call(2, PORT, set(other.getLocalPort()));
      assertThat(refused.path("status").asInt()).isEqualTo(409);
      assertThat(refused.path("error").asText()).contains("cannot be had");
    }
    int next = FreePort.any();
    assertThat(body(call(2, PORT, set(next))).path("value").asText())
        .isEqualTo(Integer.toString(next));
    assertThat(body(ROOT.getFirst().get(PORT)).path("value").asText())
        .isEqualTo(Integer.toString(next));
    // Written down by the node that was called, and by the one that did it.
    assertThat(
            body(ROOT.getFirst().call("GET", "/admin/audit", "{\"limit\":100}"))
                .path("entries")
                .valueStream()
                .filter(entry -> entry.path("resource").asText().equals(PORT))
                .filter(entry -> entry.path("detail").asText().contains(Integer.toString(next)))
                .map(entry -> entry.path("surface").asText()))
        .containsExactlyInAnyOrder("rpc", "node");
    assertThat(body(call(2, IROH, DISABLE)).path("observed").asText()).isEqualTo("stopped");
    assertThat(children(RUNS_THEM)).isEmpty();
  }

  @Test
  void theNoLogPolicyIsObeyedByAllNodesWhicheverWasCalled() throws Exception {
    assertThat(body(call(2, LOG, ENABLE)).path("logging").asText()).isEqualTo("off");
    awaitLogging("off");

    assertThat(body(call(0, LOG, DISABLE)).path("logging").asText()).isEqualTo("on");
    awaitLogging("on");
  }

  private static void awaitLogging(String expected) {
    for (AdminCaller root : ROOT) {
      await()
          .atMost(PATIENCE)
          .until(() -> body(root.get(LOG)).path("logging").asText().equals(expected));
    }
  }

  @Test
  void whileTheNodeForServicesIsAwayWhatIsAtHomeThereIsRefused() throws Exception {
    assertThat(body(call(0, IROH, ENABLE)).path("observed").asText()).isEqualTo("running");
    ProcessHandle child = children(RUNS_THEM).getFirst();

    NODE.get(RUNS_THEM).kill();

    await().atMost(PATIENCE).until(() -> !child.isAlive());
    await().atMost(PATIENCE).until(() -> ROOT.get(2).get(IROH).path("status").asInt() == 503);
    for (int node : List.of(0, 2)) {
      assertThat(call(node, REALM, "{\"action\":\"set\",\"value\":\"lost.example\"}"))
          .isEqualTo(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("status", 503)
                  .put("resource", REALM)
                  .putNull("body")
                  .put("error", "the node for services (%s) cannot be reached".formatted(name)));
    }
    assertThat(call(0, IROH, DISABLE).path("status").asInt()).isEqualTo(503);
    // What is at home everywhere goes on.
    assertThat(body(ROOT.getFirst().get(REALM)).path("is_set").asBoolean(true)).isFalse();
    assertThat(body(call(0, REGISTRATION, "{\"action\":\"open\"}")).path("status").asText())
        .isEqualTo("open");
    assertThat(body(ROOT.get(2).get(REGISTRATION)).path("status").asText()).isEqualTo("open");

    NODE.get(RUNS_THEM).startAgain();

    await()
        .atMost(PATIENCE)
        .until(
            () -> ROOT.get(2).get(IROH).path("body").path("observed").asText().equals("running"));
    assertThat(children(RUNS_THEM)).isNotEmpty();
    assertThat(body(call(0, IROH, DISABLE)).path("observed").asText()).isEqualTo("stopped");
  }

  private static List<ProcessHandle> children(int node) {
    return ProcessHandle.of(NODE.get(node).pid()).orElseThrow().descendants().toList();
  }

  private static String set(int port) {
    return "{\"action\":\"set\",\"value\":%d}".formatted(port);
  }

  private static JsonNode call(int node, String resource, String body) throws Exception {
    return ROOT.get(node).call("POST", resource, body);
  }

  private static JsonNode body(JsonNode answer) {
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
    return answer.path("body");
  }
}
