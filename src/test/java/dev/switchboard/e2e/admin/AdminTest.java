package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The admin RPC of the whole product, over real sockets: who is let in, and what is written down.
 */
class AdminTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static AdminCaller root;

  @BeforeAll
  static void start() {
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            Map.of("switchboard.http.sharing", "on", "switchboard.admin.account-creation", "on"));
    root = caller(TokenFile.show(data.resolve("admin_token")), "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    root.close();
    product.close();
  }

  // ---- what is answered

  @Test
  void theStatusSaysHowTheServerStands() throws Exception {
    JsonNode answer = root.get("/admin/status");

    assertThat(answer.path("status").asInt()).isEqualTo(200);
    assertThat(answer.path("resource").asText()).isEqualTo("/admin/status");
    JsonNode body = answer.path("body");
    assertThat(body.path("users").path("registered").asInt(-1)).isNotNegative();
    assertThat(body.path("uptime").path("boot_time").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(body.path("uptime").path("duration").asText()).matches("(\\d+h )?\\d+m \\d+s");
    assertThat(body.path("email_servers").path("connection_ips").asInt(-1)).isZero();
    assertThat(body.path("gateway").path("connected").asBoolean()).isTrue();
    assertThat(body.path("queue").path("incoming").isInt()).isTrue();
  }

  @Test
  void theStorageSaysWhatIsKeptWhere() throws Exception {
    JsonNode body = root.get("/admin/storage").path("body");

    assertThat(body.path("disk").path("total_bytes").asLong()).isPositive();
    assertThat(
            body.path("disk").path("used_bytes").asLong()
                + body.path("disk").path("available_bytes").asLong())
        .isEqualTo(body.path("disk").path("total_bytes").asLong());
    assertThat(body.path("disk").path("percent_used").asDouble()).isBetween(0.0, 100.0);
    assertThat(body.path("state_dir").path("path").asText()).isEqualTo(data.toString());
    assertThat(body.path("state_dir").path("size_bytes").asLong()).isPositive();
    assertThat(body.path("database").path("driver").asText()).isEqualTo("postgresql");
    assertThat(body.path("database").path("size_bytes").asLong()).isGreaterThan(1_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/admin/nothing|404|unknown resource: /admin/nothing",
        "GET|/admin/status/|404|unknown resource: /admin/status/",
        "GET|''|404|'unknown resource: '",
        "POST|/admin/status|405|method POST not allowed, use GET",
        "delete|/admin/storage|405|method DELETE not allowed",
        "BREW|/admin/tokens|405|method BREW not allowed",
      })
  void whatThereIsNotIsSaid(String method, String resource, int status, String error)
      throws Exception {
    JsonNode answer = root.call(method, resource, "{}");

    assertThat(answer.path("status").asInt()).isEqualTo(status);
    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("resource").asText()).isEqualTo(resource);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "{",
        "[]",
        "7",
        "\"text\"",
        "{\"method\":7}",
        "{\"resource\":[]}",
        "{\"headers\":{\"Authorization\":7}}",
        "{\"headers\":[]}"
      })
  void whatIsNoEnvelopeIsSaidWithoutAnEcho(String request) throws Exception {
    JsonNode answer = root.send(request.getBytes(StandardCharsets.UTF_8));

    assertThat(answer.path("status").asInt()).isEqualTo(400);
    assertThat(answer.path("error").asText()).isEqualTo("invalid JSON request body");
    assertThat(answer.path("resource").asText()).isEmpty();
  }

  @Test
  void namesOfFieldsMayBeInAnyCaseAndAMissingMethodIsGet() throws Exception {
    String request =
        """
        {"RESOURCE":"/admin/status","Headers":{"authorization":"Bearer %s"},"Unknown":[1]} trailing
        """
            .formatted(TokenFile.show(data.resolve("admin_token")));

    assertThat(root.send(request.getBytes(StandardCharsets.UTF_8)).path("status").asInt())
        .isEqualTo(200);
  }

  // ---- who is let in

  @Test
  void elevenWrongTokensLockTheirAddressAndNobodyElse() throws Exception {
    try (AdminCaller guesser = caller("wrong", "127.0.0.2");
        AdminCaller knowing = caller(TokenFile.show(data.resolve("admin_token")), "127.0.0.2");
        AdminCaller elsewhere = caller(TokenFile.show(data.resolve("admin_token")), "127.0.0.3")) {
      for (int i = 0; i < 11; i++) {
        JsonNode answer = guesser.get("/admin/status");
        assertThat(answer.path("status").asInt()).isEqualTo(401);
        assertThat(answer.path("error").asText()).isEqualTo("unauthorized");
        assertThat(answer.path("resource").asText()).isEmpty();
        assertThat(answer.path("body").isNull()).isTrue();
      }

      assertThat(knowing.get("/admin/status").path("status").asInt()).isEqualTo(401);
      assertThat(elsewhere.get("/admin/status").path("status").asInt()).isEqualTo(200);
      assertThat(root.get("/admin/status").path("status").asInt()).isEqualTo(200);
    }
    assertThat(audited("127.0.0.2"))
        .hasSize(10)
        .allMatch(entry -> entry.path("status").asInt() == 401)
        .filteredOn(entry -> entry.path("detail").asText().contains("too many attempts"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bearer TOKEN", "TOKEN", "Basic TOKEN", "Bearer  TOKEN", "Bearer TOKEN "})
  void onlyBearerAndTheTokenItselfLetIn(String header) throws Exception {
    String given = header.replace("TOKEN", TokenFile.show(data.resolve("admin_token")));
    String request =
        """
        {"resource":"/admin/status","headers":{"Authorization":"%s"}}
        """
            .formatted(given);

    try (AdminCaller other = caller("unused", "127.0.0.4")) {
      JsonNode answer = other.send(request.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.path("status").asInt()).isEqualTo(401);
    }
  }

  @Test
  void aNamedTokenIsGoodForItsScopesUntilItIsTakenBack() throws Exception {
    JsonNode given =
        root.call(
            "POST",
            "/admin/tokens",
            "{\"name\":\"watch\",\"scopes\":[\"read\"],\"expires_in_seconds\":3600}");
    assertThat(given.path("status").asInt()).isEqualTo(201);
    String token = given.path("body").path("token").asText();
    assertThat(token).matches("[A-Za-z0-9_-]{43}");

    try (AdminCaller watch = caller(token, "127.0.0.5")) {
      assertThat(watch.get("/admin/status").path("status").asInt()).isEqualTo(200);
      JsonNode refused = watch.call("POST", "/admin/tokens", "{\"name\":\"more\"}");
      assertThat(refused.path("status").asInt()).isEqualTo(403);
      assertThat(refused.path("error").asText())
          .isEqualTo("forbidden: only the root token may do this");

      product.restart();
      assertThat(watch.get("/admin/status").path("status").asInt()).isEqualTo(200);

      assertThat(
              root.call("DELETE", "/admin/tokens", "{\"name\":\"watch\"}")
                  .path("body")
                  .path("revoked")
                  .asText())
          .isEqualTo("watch");
      assertThat(watch.get("/admin/status").path("status").asInt()).isEqualTo(401);
    }
    assertThat(root.get("/admin/tokens").path("body").path("total").asInt()).isZero();
    assertThat(audited("127.0.0.5"))
        .anyMatch(entry ->
            entry.path("caller").asText().equals("watch") && entry.path("status").asInt() == 403);
  }

  @Test
  void anUnknownTokenCannotBeTakenBackAndABodyIsNeeded() throws Exception {
    assertThat(root.call("DELETE", "/admin/tokens", "{\"name\":\"nobody\"}").path("status").asInt())
        .isEqualTo(404);
    String bare =
        """
        {"method":"POST","resource":"/admin/tokens","headers":{"Authorization":"Bearer %s"}}
        """
            .formatted(TokenFile.show(data.resolve("admin_token")));
    assertThat(root.send(bare.getBytes(StandardCharsets.UTF_8)).path("error").asText())
        .isEqualTo("invalid request body: unexpected end of JSON input");
  }

  @Test
  void theRootTokenIsReplacedWithoutARestart() throws Exception {
    Path file = data.resolve("admin_token");
    String former = TokenFile.show(file);
    String next = TokenFile.rotate(file);
    try (AdminCaller old = caller(former, "127.0.0.6");
        AdminCaller renewed = caller(next, "127.0.0.7")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> old.get("/admin/status").path("status").asInt() == 401);

      assertThat(renewed.get("/admin/status").path("status").asInt()).isEqualTo(200);
    } finally {
      root.close();
      root = caller(next, "127.0.0.1");
    }
  }

  // ---- what is written down

  @Test
  void changesAndRefusalsAreWrittenDownBeforeTheyAreAnsweredAndReadsSoonAfter() throws Exception {
    root.call(
        "POST",
        "/admin/tokens",
        "{\"name\":\"audited\",\"scopes\":[\"read\"],\"token\":\"my secret\"}");
    root.call("GET", "/admin/nothing", "{\"password\":{\"deep\":\"my secret\"}}");

    List<JsonNode> entries = audited("127.0.0.1");

    assertThat(entries.toString()).doesNotContain("my secret").contains("***");
    assertThat(entries.get(1).path("method").asText()).isEqualTo("POST");
    assertThat(entries.get(1).path("status").asInt()).isEqualTo(201);
    assertThat(entries.get(1).path("detail").asText()).contains("audited");
    assertThat(entries.get(0).path("resource").asText()).isEqualTo("/admin/…");
    assertThat(entries.get(0).path("detail").asText()).contains("unknown resource");
    root.get("/admin/storage");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            audited("127.0.0.1").stream()
                .anyMatch(entry -> entry.path("resource").asText().equals("/admin/storage")));
    root.call("DELETE", "/admin/tokens", "{\"name\":\"audited\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "POST;/admin/settings/turn_secrett;{\"action\":\"set\",\"value\":\"SECRET\"};/admin/settings/turn_secret…",
        "POST;/admin/settings/trun_secret;{\"action\":\"set\",\"value\":\"SECRET\"};/admin/settings/…",
        "POST;/admin/settings/turn_secret?value=SECRET;{};/admin/settings/turn_secret…",
        "POST;/admin/settings/turn_secret/SECRET;{};/admin/settings/turn_secret…",
        "POST;/admin/turn_secret/SECRET;{};/admin/turn_secret/…",
        "POST;/turn_secret/SECRET;{};/turn_secret/…",
        "POST;/admin/SECRET;{};/admin/…",
        "POST;SECRET;{};…",
        "POST;/admin/services/SECRET/turn;{};/admin/services/…",
        "GET;/admin/nothing?token=SECRET;{};/admin/…",
        "GET;/admin/nothing#SECRET;{};/admin/…",
        "GET;/admin/nothing SECRET;{};/admin/…",
        "PUT;/admin/settings/turn_secret;{\"action\":\"set\",\"value\":\"SECRET\"};/admin/settings/turn_secret",
        "SECRET;/admin/settings/turn_secret;{};/admin/settings/turn_secret",
        "POST;/admin/services/turnn;{\"action\":\"enable\",\"key\":\"SECRET\"};/admin/services/…",
        "POST;/admin/settings/turn_secret;{\"action\":\"set\",\"vlaue\":\"SECRET\"};/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;{\"action\":\"SECRET\"};/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;{\"SECRET\":\"set\"};/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;{\"action\":{\"deep\":\"SECRET\"}};/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;{\"action\":[[\"SECRET\"]]};/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;\"SECRET\";/admin/settings/turn_secret",
        "POST;/admin/settings/turn_secret;[\"SECRET\"];/admin/settings/turn_secret",
        "POST;/admin/settings/turn_port;{\"action\":\"set\",\"value\":\"SECRET\"};/admin/settings/turn_port",
        "GET;/admin/status;{\"passwort\":\"SECRET\"};/admin/status",
      })
  void whatMayBeASecretInAWrongPlaceIsNotWrittenDown(
      String method, String resource, String body, String writtenDown) throws Exception {
    String secret = "hunter2-is-secret";
    long before = newest();

    root.call(
        method.replace("SECRET", secret),
        resource.replace("SECRET", secret),
        body.replace("SECRET", secret));

    await().atMost(Duration.ofSeconds(30)).until(() -> newest() > before);
    List<String> rows =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select resource, to_jsonb(audit_log)::text from audit_log where number >"
                            + " :before")
                    .bind("before", before)
                    .map((row, _) -> row.getString(1) + "\n" + row.getString(2))
                    .list());
    assertThat(rows)
        .noneMatch(row -> row.toLowerCase(Locale.ROOT).contains(secret))
        .anyMatch(row -> row.startsWith(writtenDown + "\n"));
  }

  @Test
  void whatWasDoneIsWrittenDownWithItsValues() throws Exception {
    root.call("POST", "/admin/settings/turn_realm", "{\"action\":\"set\",\"Value\":\"a.example\"}");
    root.call("POST", "/admin/tokens", "{\"name\":\"noted\",\"scopes\":[\"read\",\"accounts\"]}");
    root.call("DELETE", "/admin/tokens", "{\"name\":\"noted\"}");

    assertThat(audited("127.0.0.1").subList(0, 3))
        .extracting(entry -> entry.path("detail").asText())
        .containsExactly(
            "{\"body\":{\"name\":\"noted\"}}",
            "{\"body\":{\"name\":\"noted\",\"scopes\":[\"read\",\"accounts\"]}}",
            "{\"body\":{\"action\":\"set\",\"Value\":\"a.example\"}}");
  }

  private static long newest() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select coalesce(max(number), 0) from audit_log")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void nothingInTheAuditLogIsChangedOrRemoved() throws Exception {
    root.call("GET", "/admin/nothing", "{}");
    long before = rows();

    for (String change :
        List.of(
            "update audit_log set caller = 'x'", "delete from audit_log", "truncate audit_log")) {
      try {
        DATABASE.database().jdbi().useHandle(handle -> handle.execute(change));
        throw new AssertionError(change + " was possible");
      } catch (UnableToExecuteStatementException refused) {
        assertThat(refused).hasMessageContaining("the audit log is append-only");
      }
    }
    assertThat(rows()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void theAuditLogIsReadPageByPage() throws Exception {
    for (int i = 0; i < 5; i++) {
      root.call("GET", "/admin/page-" + i, "{}");
    }
    JsonNode first = root.call("GET", "/admin/audit", "{\"limit\":2}").path("body");
    JsonNode second =
        root.call(
                "GET",
                "/admin/audit",
                "{\"limit\":2,\"before\":%d}".formatted(first.path("before").asLong()))
            .path("body");

    assertThat(first.path("entries")).hasSize(2);
    assertThat(second.path("entries").get(0).path("number").asLong())
        .isLessThan(first.path("entries").get(1).path("number").asLong());
    assertThat(root.call("GET", "/admin/audit", "{\"limit\":0}").path("error").asText())
        .isEqualTo("limit must be from 1 to 1000");
  }

  private static long rows() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from audit_log").mapTo(Long.class).one());
  }

  /** Newest first. */
  private static List<JsonNode> audited(String address) throws Exception {
    JsonNode entries =
        root.call("GET", "/admin/audit", "{\"limit\":1000}").path("body").path("entries");
    return StreamSupport.stream(entries.spliterator(), false)
        .filter(entry -> entry.path("address").asText().equals(address))
        .filter(entry -> !entry.path("resource").asText().equals("/admin/audit"))
        .toList();
  }

  private static AdminCaller caller(String token, String address) {
    return new AdminCaller(product.port(), token, address);
  }
}
