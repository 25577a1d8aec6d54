package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of the packed product on one PostgreSQL, of which one is taken away at a time. */
@Timeout(600)
class ThreeNodesIT {
  private static final int NODES = 3;

  /** From the loss of a node until what is written after it is shown. */
  private static final Duration TAKEN_OVER = Duration.ofSeconds(20);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static final List<ProductProcess> NODE = new ArrayList<>();
  private static Sandbox discord;
  private static SandboxClient client;

  @BeforeAll
  static void startThem() throws Exception {
    discord = Sandbox.start(SandboxSettings.inMemory());
    client = discord.client();
    List<Integer> ports = IntStream.range(0, NODES).mapToObj(_ -> FreePort.any()).toList();
    String seeds = String.join(",", ports.stream().map(port -> "127.0.0.1:" + port).toList());
    for (int number = 0; number < NODES; number++) {
      Map<String, String> variables = new HashMap<>(ProductProcess.pointingAt(discord));
      variables.putAll(ProductProcess.storingIn(DATABASE.settings()));
      variables.put("SWITCHBOARD_DATA_DIR", folder.resolve("shared").toString());
      variables.put("SWITCHBOARD_CLUSTER_PORT", Integer.toString(ports.get(number)));
      variables.put("SWITCHBOARD_CLUSTER_SEEDS", seeds);
      variables.put("SWITCHBOARD_JAVA_OPTIONS", "-Xmx192m");
      variables.put("SWITCHBOARD_ADMIN_ACCOUNT_CREATION", "on");
      variables.put("SWITCHBOARD_HTTP_SHARING", "on");
      Path own = Files.createDirectory(folder.resolve("node-" + number));
      NODE.add(LOGS.of(ProductProcess.run(own, variables)));
    }
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
  }

  @AfterAll
  static void stopThem() {
    NODE.forEach(ProductProcess::close);
    discord.close();
  }

  @Test
  void theOneThatSpeaksToDiscordIsKilled() throws Exception {
    Talk talk = Talk.of("dora");
    talk.goesOn(8);
    ProductProcess killed = onDuty();
    killed.kill();
    long at = System.nanoTime();
    talk.goesOn(4);
    // Runs in every build, on machines that are busy otherwise: how long it takes is only printed.
    takenOver(talk, at);
  }

  @Test
  void whatAnAdministratorChangesOnOneNodeHoldsOnAll() throws Exception {
    String account = change(0, "POST", "/admin/accounts", "{}").path("email").asText();
    String named = "{\"username\":\"%s\"}".formatted(account);
    change(1, "PUT", "/admin/quota", "{\"username\":\"%s\",\"max_bytes\":5}".formatted(account));
    change(2, "POST", "/admin/blocklist", "{\"username\":\"spammer\"}");
    change(0, "POST", "/admin/dns", "{\"lookup_key\":\"a.example\",\"target_host\":\"::1\"}");
    change(1, "POST", "/admin/shares", "{\"slug\":\"ours\",\"url\":\"https://example.org/\"}");
    for (int node = 0; node < NODES; node++) {
      assertThat(change(node, "GET", "/admin/accounts", "{}").toString()).contains(account);
      assertThat(change(node, "GET", "/admin/quota", named).path("max_bytes").asLong())
          .isEqualTo(5);
      assertThat(change(node, "GET", "/admin/blocklist", "{}").toString()).contains("spammer");
      assertThat(change(node, "GET", "/admin/dns", "{}").toString()).contains("a.example");
      assertThat(change(node, "GET", "/admin/shares", "{}").toString()).contains("ours");
      assertThat(NODE.get(node).get("/s/ours").statusCode()).isEqualTo(200);
    }

    change(2, "DELETE", "/admin/accounts", named);
    change(0, "DELETE", "/admin/shares", "{\"slug\":\"ours\"}");
    change(1, "DELETE", "/admin/dns", "{\"lookup_key\":\"a.example\"}");
    for (int node = 0; node < NODES; node++) {
      assertThat(change(node, "GET", "/admin/accounts", "{}").toString()).doesNotContain(account);
      assertThat(change(node, "GET", "/admin/dns", "{}").path("total").asInt(-1)).isZero();
      assertThat(NODE.get(node).get("/s/ours").statusCode()).isEqualTo(404);
    }
  }

  private static JsonNode change(int node, String method, String resource, String body)
      throws Exception {
    String token = TokenFile.show(folder.resolve("shared").resolve("admin_token"));
    try (AdminCaller caller = new AdminCaller(NODE.get(node).port(), token, "127.0.0.1")) {
      JsonNode answer = caller.call(method, resource, body);
      assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
      return answer.path("body");
    }
  }

  @Test
  @Tag("chaos")
  void theOneThatSpeaksToDiscordIsStoppedInOrder() throws Exception {
    Talk talk = Talk.of("hilde");
    talk.goesOn(8);
    ProductProcess stopped = onDuty();
    long losses = losses();
    stopped.terminate();
    long at = System.nanoTime();
    talk.goesOn(4);
    Duration taken = takenOver(talk, at);
    assertThat(stopped.awaitEnd(PATIENCE)).isEqualTo(143);
    assertThat(stopped.log()).noneMatch(line -> line.contains("Not all was finished"));
    assertThat(losses()).as("the others were told, and did not have to guess it").isEqualTo(losses);
    assertThat(taken).isLessThan(TAKEN_OVER);
  }

  @Test
  @Tag("chaos")
  void oneThatStandsByIsKilled() throws Exception {
    Talk talk = Talk.of("emil");
    Talk other = Talk.of("frieda");
    talk.goesOn(8);
    other.goesOn(8);
    ProductProcess duty = onDuty();
    ProductProcess killed = NODE.stream().filter(one -> one != duty).findFirst().orElseThrow();
    killed.kill();
    long at = System.nanoTime();
    talk.goesOn(4);
    other.goesOn(4);
    takenOver(talk, at);
    Duration taken = takenOver(other, at);
    assertThat(onDuty()).isSameAs(duty);
    assertThat(taken).isLessThan(TAKEN_OVER);
  }

  @Test
  @Tag("chaos")
  void theOneThatSpeaksToDiscordIsFrozenAndWakesUp() throws Exception {
    Talk talk = Talk.of("gustav");
    talk.goesOn(8);
    ProductProcess frozen = onDuty();
    signal("STOP", frozen);
    long at = System.nanoTime();
    talk.goesOn(4);
    Duration taken = takenOver(talk, at);
    await().atMost(PATIENCE).until(() -> System.nanoTime() - at > Duration.ofSeconds(20).toNanos());
    ProductProcess successor = onDuty();
    signal("CONT", frozen);
    talk.goesOn(8);
    talk.isShownOnceAndInOrder(PATIENCE);
    assertThat(frozen.awaitEnd(PATIENCE)).isEqualTo(1);
    assertThat(onDuty()).isSameAs(successor);
    talk.isShownOnceAndInOrder(PATIENCE);
    assertThat(taken).isLessThan(TAKEN_OVER);
  }

  // ---- the nodes

  /** The one whose answer says so; a frozen one does not answer. */
  private static ProductProcess onDuty() {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> NODE.stream().filter(ThreeNodesIT::isOnDuty).toList(), found -> found.size() == 1)
        .getFirst();
  }

  private static boolean isOnDuty(ProductProcess node) {
    try {
      return node.isAlive() && node.get("/api/health").body().contains("\"running\":true");
    } catch (IOException unreachable) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How often any of them has missed another one so far. */
  private static long losses() {
    return NODE.stream()
        .flatMap(node -> node.log().stream())
        .filter(line -> line.contains("Marking node as UNREACHABLE"))
        .count();
  }

  private static void signal(String name, ProductProcess node) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static Duration takenOver(Talk talk, long since) {
    talk.isShownOnceAndInOrder(PATIENCE);
    Duration taken = Duration.ofNanos(System.nanoTime() - since);
    System.out.println("taken over after " + taken);
    return taken;
  }

  /** A member and staff who write to each other, numbered. */
  private record Talk(long member, long channel, List<String> asked, List<String> answered) {
    static Talk of(String name) {
      long member = client.createUser(name, Duration.ofDays(100), discord.world().communityGuild());
      client.sendDm(member, "hello of " + name);
      long channel =
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      client.channels(discord.world().staff().guild()).stream()
                          .map(one -> one.path("id").asLong())
                          .filter(one -> !read(one, "hello of " + name).isEmpty())
                          .findFirst()
                          .orElse(0L),
                  found -> found != 0);
      return new Talk(member, channel, new ArrayList<>(), new ArrayList<>());
    }

    /** So many questions, and an answer to every second one. */
    void goesOn(int questions) {
      for (int number = 0; number < questions; number++) {
        asked.add("question %02d.".formatted(asked.size() + 1));
        client.sendDm(member, asked.getLast());
        if (number % 2 == 1) {
          answered.add("answer %02d.".formatted(answered.size() + 1));
          client.send(discord.world().person("sam"), channel, "!r " + answered.getLast());
        }
      }
    }

    void isShownOnceAndInOrder(Duration limit) {
      await()
          .atMost(limit)
          .untilAsserted(() -> {
            assertThat(read(channel, "question \\d+\\.")).isEqualTo(asked);
            assertThat(shown(client.readDm(member), "answer \\d+\\.")).isEqualTo(answered);
          });
    }

    private static List<String> read(long channel, String words) {
      return shown(client.read(discord.world().person("sam"), channel), words);
    }

    private static List<String> shown(List<JsonNode> messages, String words) {
      Pattern pattern = Pattern.compile(words);
      return messages.stream()
          .filter(message -> message.path("author").path("bot").asBoolean())
          .flatMap(message -> pattern.matcher(message.path("content").asText()).results())
          .map(MatchResult::group)
          .toList();
    }
  }
}
