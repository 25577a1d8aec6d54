package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The bot is stopped and started, and the configuration changed, while the server runs. */
class BotControlTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static Browser sam;

  @BeforeAll
  static void start() {
    product = PanelProduct.start(data, DATABASE.settings());
    sam = new Browser(product);
    sam.signIn("sam");
  }

  @AfterAll
  static void stop() {
    sam.close();
    product.close();
  }

  @AfterEach
  void asItWas() {
    steer("start");
    assertThat(
            change(
                    "{\"bot\":{\"status\":null,\"welcome_message\":null,\"close_message\":null}}",
                    "*")
                .status())
        .isEqualTo(200);
    awaitState("online");
  }

  private static Browser.Page steer(String word) {
    return sam.ask("POST", "/api/bot/" + word, "");
  }

  private static JsonNode status() {
    return sam.get("/api/bot/status").json();
  }

  private static void awaitState(String state) {
    await().atMost(PATIENCE).until(() -> status().path("state").asText().equals(state));
  }

  private static void awaitStopped() {
    awaitState("stopped");
    await().atMost(PATIENCE).until(() -> connected() == 0);
  }

  private static long connected() {
    return product.client().sessions().stream()
        .filter(session -> session.path("connected").asBoolean())
        .count();
  }

  /** Each start asks who the bot is. */
  private static long starts() {
    return product.client().requestCounts().getOrDefault("GET /users/@me", 0L);
  }

  private static long newcomer(String name) {
    return product
        .client()
        .createUser(name, Duration.ofDays(100), product.sandbox().world().communityGuild());
  }

  private static void awaitGreeting(String name, String text) {
    long member = newcomer(name);
    product.client().sendDm(member, "hello");
    await()
        .atMost(PATIENCE)
        .until(() -> product.client().readDm(member).stream().anyMatch(says(text)));
  }

  private static Browser.Page change(String json, String etag) {
    return sam.ask("PUT", "/api/bot/config", json, "If-Match", etag);
  }

  private static String etag(HttpResponse<String> answer) {
    return answer.headers().firstValue("ETag").orElseThrow();
  }

  private static JsonNode field(String key) {
    return sam.get("/api/bot/config")
        .json()
        .path("fields")
        .valueStream()
        .filter(field -> field.path("key").asText().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> trail(String path) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select method || ' ' || status || ' ' || detail from audit_log"
                        + " where resource = :path order by number")
                .bind("path", path)
                .mapTo(String.class)
                .list());
  }

  private static long tickets(long member) {
    return sam.get("/api/tickets?status=all&member=" + member).json().path("tickets").size();
  }

  private static void awaitOneTicket(long member) {
    await().atMost(PATIENCE).until(() -> tickets(member) == 1);
  }

  private static String code(Browser.Page page) {
    return page.json().path("code").asText();
  }

  // ---- stopping and starting

  @Test
  void theStateIsThatOfTheBot() {
    awaitState("online");
    JsonNode status = status();
    assertThat(status.path("online").asBoolean()).isTrue();
    await().atMost(PATIENCE).until(() -> status().path("guild_count").asInt() == 2);
    long before = status().path("ticket_count").asLong();
    OpenTicket.of(product, "counted");
    await().atMost(PATIENCE).until(() -> status().path("ticket_count").asLong() == before + 1);
    await().atMost(PATIENCE).until(() -> status().path("uptime").asLong() > 0);
  }

  @Test
  void whatIsWrittenWhileTheBotIsStoppedIsThereOnceWhenItIsStarted() {
    OpenTicket open = OpenTicket.of(product, "waiting");
    awaitOneTicket(open.member());
    String id =
        sam.get("/api/tickets?member=" + open.member())
            .json()
            .path("tickets")
            .path(0)
            .path("id")
            .asText();
    Browser.Page stopped = steer("stop");
    assertThat(stopped.status()).isEqualTo(200);
    assertThat(stopped.json().toString())
        .isEqualTo("{\"success\":true,\"message\":\"Bot stopped\"}");
    awaitStopped();
    assertThat(steer("stop").status()).isEqualTo(200);
    assertThat(status().path("online").asBoolean()).isFalse();
    assertThat(status().path("uptime").asLong()).isZero();
    assertThat(sam.get("/api/health").json().at("/bot/stopped").asText())
        .isEqualTo("by an administrator");
    assertThat(sam.get("/api/health/ready").status()).isEqualTo(200);
    assertThat(sam.get("/api/bot/health").json().at("/checks/1/detail").asText())
        .isEqualTo("stopped by an administrator");

    long bystander = newcomer("bystander");
    product.client().sendDm(bystander, "is anybody there");
    open.write("more of it");
    assertThat(
            sam.post("/api/tickets/" + id + "/replies", "{\"text\":\"when it is started\"}")
                .status())
        .isEqualTo(201);
    assertThat(open.memberSees().stream().filter(says("when it is started"))).isEmpty();
    assertThat(tickets(bystander)).isZero();

    assertThat(steer("start").json().path("message").asText()).isEqualTo("Bot started");

    awaitState("online");
    open.awaitStaff(says("more of it"));
    open.awaitMember(says("when it is started"));
    awaitOneTicket(bystander);
    product.client().sendDm(bystander, "and more");
    await()
        .atMost(PATIENCE)
        .until(() -> messages(bystander).equals(List.of("is anybody there", "and more")));
    assertThat(open.memberSees().stream().filter(says("when it is started"))).hasSize(1);
    assertThat(open.staffSee().stream().filter(says("more of it"))).hasSize(1);
    assertThat(tickets(bystander)).isEqualTo(1);
    assertThat(trail("/api/bot/stop").stream().filter(row -> row.startsWith("POST 200")))
        .hasSizeGreaterThan(1);
    assertThat(trail("/api/bot/start")).isNotEmpty();
  }

  private static List<String> messages(long member) {
    String id =
        sam.get("/api/tickets?member=" + member).json().path("tickets").path(0).path("id").asText();
    return sam.get("/api/tickets/" + id + "/messages?limit=200")
        .json()
        .path("messages")
        .valueStream()
        .filter(message -> message.path("kind").asText().equals("member"))
        .map(message -> message.path("text").asText())
        .toList();
  }

  @Test
  void aStoppedBotStaysStoppedWhenTheServerIsRestarted() {
    steer("stop");
    awaitStopped();
    product.stop();
    product.startAgain();

    awaitState("stopped");
    // The server answers before its first look at itself.
    await().atMost(PATIENCE).until(() -> sam.get("/api/health/ready").status() == 200);
    long member = newcomer("wanda");
    product.client().sendDm(member, "behind the restart");
    assertThat(connected()).isZero();
    steer("start");

    awaitState("online");
    awaitOneTicket(member);
  }

  @Test
  void aRestartConnectsAnew() {
    awaitState("online");
    long before = starts();
    assertThat(steer("restart").json().path("message").asText()).isEqualTo("Bot restarted");
    await().atMost(PATIENCE).until(() -> starts() > before);
    OpenTicket.of(product, "restarted");
    assertThat(trail("/api/bot/restart")).anyMatch(row -> row.startsWith("POST 200"));
  }

  // ---- the presence

  private static String presence() {
    return product.client().sessions().stream()
        .filter(session -> session.path("connected").asBoolean())
        .map(session -> session.at("/presence/activities/0/state").asText())
        .findFirst()
        .orElse("");
  }

  @Test
  void thePresenceIsShownAtOnceAndAfterEachReconnect() {
    awaitState("online");
    assertThat(sam.post("/api/bot/presence", "{\"status\":\"DM for support\"}").status())
        .isEqualTo(200);
    await().atMost(PATIENCE).until(() -> presence().equals("DM for support"));
    assertThat(status().path("presence").asText()).isEqualTo("DM for support");
    assertThat(field("bot.status").path("origin").asText()).isEqualTo("panel");

    product.client().dropGateway(false);

    await().atMost(PATIENCE).until(() -> presence().equals("DM for support"));
    assertThat(sam.post("/api/bot/presence", "{\"status\":\"a\\nb\"}").status()).isEqualTo(422);
    assertThat(
            sam.post("/api/bot/presence", "{\"status\":\"%s\"}".formatted("a".repeat(129)))
                .status())
        .isEqualTo(400);
    assertThat(sam.post("/api/bot/presence", "{\"status\":\"\"}").status()).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> presence().isEmpty());
  }

  // ---- the configuration

  @Test
  void theNextGreetingIsTheOneThatWasSetUntilItIsReset() {
    String configured = sam.get("/api/bot/config").json().at("/bot/welcome_message").asText();
    assertThat(configured).isNotEmpty();
    assertThat(field("bot.welcome_message").path("origin").asText()).isEqualTo("default");

    assertThat(change("{\"bot\":{\"welcome_message\":\"Hello, you!\"}}", "*").status())
        .isEqualTo(200);

    awaitGreeting("greeted", "Hello, you!");
    JsonNode field = field("bot.welcome_message");
    assertThat(field.path("origin").asText()).isEqualTo("panel");
    assertThat(field.path("configured").asText()).isEqualTo(configured);
    assertThat(field.path("changed_by").asText()).contains("am");
    assertThat(trail("/api/bot/config"))
        .anyMatch(row -> row.startsWith("PUT 200") && row.contains("Hello, you!"));

    assertThat(change("{\"bot\":{\"welcome_message\":null}}", "*").status()).isEqualTo(200);
    awaitGreeting("greeted_as_before", configured);
    assertThat(field("bot.welcome_message").path("origin").asText()).isEqualTo("default");
  }

  @Test
  void ofTwoAdministratorsTheSecondIsToldThatTheFirstWasFaster() {
    Browser.Page seen = sam.get("/api/bot/config");
    String etag = etag(seen.raw());
    assertThat(sam.ask("GET", "/api/bot/config", "", "If-None-Match", etag).status())
        .isEqualTo(304);
    assertThat(code(sam.ask("PUT", "/api/bot/config", "{}"))).isEqualTo("precondition_required");

    Browser.Page first = change("{\"bot\":{\"close_message\":\"Bye!\"}}", etag);
    Browser.Page second = change("{\"bot\":{\"close_message\":\"See you!\"}}", etag);

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(412);
    assertThat(code(second)).isEqualTo("precondition_failed");
    assertThat(etag(second.raw())).isEqualTo(etag(first.raw()));
    assertThat(sam.get("/api/bot/config").json().at("/bot/close_message").asText())
        .isEqualTo("Bye!");
    assertThat(change("{\"bot\":{\"close_message\":\"See you!\"}}", etag(second.raw())).status())
        .isEqualTo(200);
    assertThat(trail("/api/bot/config")).anyMatch(row -> row.startsWith("PUT 412"));
  }

  @Test
  void aChangeIsMadeAsAWholeOrNotAtAll() {
    Browser.Page before = sam.get("/api/bot/config");
    Browser.Page refused =
        change(
            "{\"bot\":{\"status\":\"fine\",\"enable_logs\":null},"
                + "\"ticket\":{\"new_tickets_per_minute\":0,\"signature\":\"nobody\"}}",
            etag(before.raw()));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder(
            "/bot/enable_logs", "/ticket/new_tickets_per_minute", "/ticket/signature");
    assertThat(etag(sam.get("/api/bot/config").raw())).isEqualTo(etag(before.raw()));
    assertThat(sam.get("/api/bot/config").raw().body())
        .isEqualTo(before.raw().body())
        .doesNotContain("secret");
    assertThat(change("{\"bot\":{\"token\":\"x\"}}", "*").status()).isEqualTo(400);
  }

  // ---- rights

  @Test
  void whoHasNoPermissionSeesAndSteersNothing() {
    try (Browser sue = new Browser(product)) {
      sue.signIn("sue");
      for (String path : List.of("/api/bot/status", "/api/bot/config", "/api/bot/health")) {
        assertThat(sue.get(path).status()).as(path).isEqualTo(403);
      }
      for (String word : List.of("start", "stop", "restart")) {
        assertThat(sue.ask("POST", "/api/bot/" + word, "").status()).as(word).isEqualTo(403);
      }
      assertThat(sue.post("/api/bot/presence", "{\"status\":\"x\"}").status()).isEqualTo(403);
      assertThat(sue.ask("PUT", "/api/bot/config", "{}", "If-Match", "*").status()).isEqualTo(403);
    }
    assertThat(status().path("state").asText()).isEqualTo("online");
  }
}
