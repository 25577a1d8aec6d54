package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts, blocked names and quotas of the whole product, over real sockets. */
class AccountsAdminTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir static Path data;

  private static RunningProduct product;
  private static AdminCaller root;

  @BeforeAll
  static void start() {
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            Map.of(
                "switchboard.registration.open", "true",
                "switchboard.accounts.mail-domain", "example.org",
                "switchboard.accounts.default-quota", "1 MiB",
                "switchboard.admin.account-creation", "on"));
    root =
        new AdminCaller(product.port(), TokenFile.show(data.resolve("admin_token")), "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    root.close();
    product.close();
  }

  @Test
  void whoeverAsksIsGivenAnAccountThatAdministratorsSeeAlsoAfterAStart() throws Exception {
    HttpResponse<String> answer = newAccount("POST", "127.0.0.2");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    JsonNode account = MAPPER.readTree(answer.body());
    String name = account.path("username").asText();
    assertThat(name).matches("[a-z0-9]{12}@example\\.org");
    assertThat(account.path("email").asText()).isEqualTo(name);
    assertThat(account.path("password").asText()).hasSize(24);
    JsonNode listed = listed(name);
    assertThat(listed.path("used_bytes").asLong(-1)).isZero();
    assertThat(listed.path("max_bytes").asLong()).isEqualTo(1024 * 1024);
    assertThat(listed.path("is_default_quota").asBoolean()).isTrue();
    assertThat(listed.path("created_at").asLong()).isGreaterThan(1_700_000_000);

    product.restart();
    assertThat(listed(name)).isEqualTo(listed);
  }

  @Test
  void administratorsCloseAndOpenRegistration() throws Exception {
    ok("POST", "/admin/registration", "{\"action\":\"close\"}");
    HttpResponse<String> refused = newAccount("POST", "127.0.0.7");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("\"code\":\"registration-closed\"");
    assertThat(root.call("POST", "/admin/accounts", "{}").path("status").asInt())
        .as("administrators make accounts all the same")
        .isEqualTo(201);

    product.restart();
    assertThat(newAccount("POST", "127.0.0.7").statusCode()).isEqualTo(403);

    ok("POST", "/admin/registration", "{\"action\":\"open\"}");
    assertThat(newAccount("POST", "127.0.0.7").statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressMayAskTenTimesAMinute() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(newAccount("POST", "127.0.0.3").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> refused = newAccount("POST", "127.0.0.3");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(refused.body()).contains("too-many-requests");
    assertThat(newAccount("POST", "127.0.0.4").statusCode()).isEqualTo(200);
  }

  @Test
  void aPageOfAnotherSiteMakesNoAccount() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> refused =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + "/new"))
                  .timeout(RunningProduct.PATIENCE)
                  .header("Sec-Fetch-Site", "cross-site")
                  .POST(HttpRequest.BodyPublishers.noBody())
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("\"code\":\"cross-site\"");
    }
  }

  @Test
  void onlyAPostMakesAnAccount() throws Exception {
    HttpResponse<String> answer = newAccount("GET", "127.0.0.5");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void anAdministratorMakesRemovesAndBlocksAndTheStatusCounts() throws Exception {
    long before = registered();
    JsonNode made = root.call("POST", "/admin/accounts", "{}");
    assertThat(made.path("status").asInt()).isEqualTo(201);
    String name = made.path("body").path("email").asText();
    assertThat(made.path("body").path("password").asText()).hasSize(24);
    assertThat(registered()).isEqualTo(before + 1);

    JsonNode removed = ok("DELETE", "/admin/accounts", named(name.toUpperCase(Locale.ROOT)));
    assertThat(removed.path("deleted").asText()).isEqualTo(name);
    assertThat(removed.path("blocked").asBoolean()).isTrue();
    assertThat(removed.path("existed").asBoolean()).isTrue();
    assertThat(steps(removed))
        .containsExactly(
            "credentials removed",
            "stored_data none",
            "sessions ended",
            "quota none",
            "blocklist blocked");
    assertThat(registered()).isEqualTo(before);
    JsonNode blocked = ok("GET", "/admin/blocklist", "{}");
    assertThat(blocked.path("blocked").get(0).path("username").asText()).isEqualTo(name);
    assertThat(blocked.path("blocked").get(0).path("reason").asText())
        .isEqualTo("deleted via admin panel");
    assertThat(blocked.path("blocked").get(0).path("blocked_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

    JsonNode again = ok("DELETE", "/admin/accounts", named(name));
    assertThat(again.path("existed").asBoolean(true)).isFalse();
    assertThat(ok("DELETE", "/admin/blocklist", named(name)).path("unblocked").asText())
        .isEqualTo(name);
  }

  @Test
  void accountsAreListedPageByPage() throws Exception {
    for (int i = 0; i < 3; i++) {
      root.call("POST", "/admin/accounts", "{}");
    }
    JsonNode all = ok("GET", "/admin/accounts", "{}");
    assertThat(all.has("after")).isFalse();

    JsonNode first = ok("GET", "/admin/accounts", "{\"limit\":2}");
    assertThat(first.path("accounts")).hasSize(2);
    assertThat(first.path("total")).isEqualTo(all.path("total"));
    String after = first.path("after").asText();
    assertThat(after).isEqualTo(first.path("accounts").get(1).path("username").asText());
    JsonNode next = ok("GET", "/admin/accounts", "{\"limit\":1,\"after\":\"%s\"}".formatted(after));
    assertThat(next.path("accounts").get(0)).isEqualTo(all.path("accounts").get(2));
  }

  @Test
  void theBlocklistIsNewestFirstAndKeepsWhatWasSaidLast() throws Exception {
    ok("POST", "/admin/blocklist", "{\"username\":\"first@x\"}");
    ok("POST", "/admin/blocklist", "{\"username\":\"Second@x\",\"reason\":\"abuse\"}");
    List<JsonNode> blocked = blocked("@x");
    assertThat(blocked)
        .extracting(one -> one.path("username").asText() + " " + one.path("reason").asText())
        .containsExactly("second@x abuse", "first@x manually blocked");

    JsonNode newest = ok("GET", "/admin/blocklist", "{\"limit\":1}");
    assertThat(newest.path("blocked")).hasSize(1);
    assertThat(newest.path("total").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(newest.path("after").asText()).isEqualTo("second@x");
    assertThat(
            ok("GET", "/admin/blocklist", "{\"limit\":1,\"after\":\"second@x\"}")
                .path("blocked")
                .get(0)
                .path("username")
                .asText())
        .isEqualTo("first@x");

    ok("POST", "/admin/blocklist", "{\"username\":\"first@x\",\"reason\":\"again\"}");
    product.restart();
    assertThat(blocked("@x"))
        .extracting(one -> one.path("reason").asText())
        .containsExactly("again", "abuse");

    for (String name : List.of("first@x", "second@x", "never@x")) {
      assertThat(ok("DELETE", "/admin/blocklist", named(name)).path("unblocked").asText())
          .isEqualTo(name);
    }
    assertThat(blocked("@x")).isEmpty();
  }

  @Test
  void aQuotaIsSetInheritedAndReset() throws Exception {
    String name = root.call("POST", "/admin/accounts", "{}").path("body").path("email").asText();
    JsonNode inherited = ok("GET", "/admin/quota", named(name));
    assertThat(inherited.path("max_bytes").asLong()).isEqualTo(1024 * 1024);
    assertThat(inherited.path("is_default").asBoolean()).isTrue();
    assertThat(inherited.path("exists").asBoolean()).isTrue();

    JsonNode set =
        ok("PUT", "/admin/quota", "{\"username\":\"%s\",\"max_bytes\":5}".formatted(name));
    assertThat(set.path("max_bytes").asLong()).isEqualTo(5);
    product.restart();
    assertThat(ok("GET", "/admin/quota", named(name)).path("max_bytes").asLong()).isEqualTo(5);
    assertThat(listed(name).path("is_default_quota").asBoolean(true)).isFalse();

    assertThat(ok("PUT", "/admin/quota", "{\"max_bytes\":7}").path("default_quota_bytes").asLong())
        .isEqualTo(7);
    assertThat(ok("GET", "/admin/quota", named(name)).path("max_bytes").asLong()).isEqualTo(5);
    assertThat(ok("DELETE", "/admin/quota", named(name)).path("reset").asText()).isEqualTo(name);
    assertThat(ok("GET", "/admin/quota", named(name)).path("max_bytes").asLong()).isEqualTo(7);

    JsonNode totals = ok("GET", "/admin/quota", "{}");
    assertThat(totals.path("default_quota_bytes").asLong()).isEqualTo(7);
    assertThat(totals.path("accounts_count").asLong()).isPositive();
    assertThat(totals.path("total_storage_bytes").asLong(-1)).isZero();
    assertThat(
            ok("PUT", "/admin/quota", "{\"max_bytes\":null}").path("default_quota_bytes").asLong())
        .isEqualTo(1024 * 1024);
    assertThat(ok("GET", "/admin/quota", named("nobody")).path("exists").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PUT;/admin/quota;{\"username\":\"nobody\",\"max_bytes\":1};404;account not found: nobody",
        "DELETE;/admin/quota;{\"username\":\"nobody\"};404;account not found: nobody",
      })
  void whatThereIsNotIsSaid(String method, String resource, String body, int status, String error)
      throws Exception {
    JsonNode answer = root.call(method, resource, body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }

  @Test
  void aTokenForLookingChangesNoAccount() throws Exception {
    String token =
        root.call("POST", "/admin/tokens", "{\"name\":\"looks\",\"scopes\":[\"read\"]}")
            .path("body")
            .path("token")
            .asText();
    try (AdminCaller looks = new AdminCaller(product.port(), token, "127.0.0.6")) {
      for (String resource : List.of("/admin/accounts", "/admin/blocklist", "/admin/quota")) {
        assertThat(looks.get(resource).path("status").asInt()).isEqualTo(200);
        assertThat(looks.call("DELETE", resource, named("a")).path("error").asText())
            .isEqualTo("forbidden: this token lacks the scope accounts");
      }
    }
  }

  @Test
  void twoAdministratorsAtOnceAreBothToldTheTruth() throws Exception {
    String name = root.call("POST", "/admin/accounts", "{}").path("body").path("email").asText();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<CompletableFuture<JsonNode>> answers =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> removal(name), threads))
              .limit(2)
              .toList();
      assertThat(answers)
          .extracting(answer -> answer.join().path("body").path("existed").asBoolean())
          .containsExactlyInAnyOrder(true, false);
    }
  }

  @Test
  void noPasswordIsInTheAuditLogOrTheTables() throws Exception {
    String password =
        root.call("POST", "/admin/accounts", "{}").path("body").path("password").asText();

    String audited = root.call("GET", "/admin/audit", "{\"limit\":1000}").path("body").toString();
    assertThat(audited).contains("/admin/accounts").doesNotContain(password);
    long rows =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select count(*) from event_journal where position(convert_to(:password,"
                            + " 'UTF8') in event_payload) > 0")
                    .bind("password", password)
                    .mapTo(Long.class)
                    .one());
    assertThat(rows).isZero();
  }

  private static JsonNode removal(String name) {
    try {
      return root.call("DELETE", "/admin/accounts", named(name));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode ok(String method, String resource, String body) throws Exception {
    JsonNode answer = root.call(method, resource, body);
    assertThat(answer.path("error").isNull()).as(answer.toString()).isTrue();
    assertThat(answer.path("status").asInt()).isEqualTo(200);
    return answer.path("body");
  }

  private static String named(String name) {
    return "{\"username\":\"%s\"}".formatted(name);
  }

  private static List<String> steps(JsonNode body) {
    return StreamSupport.stream(body.path("steps").spliterator(), false)
        .map(step -> step.path("step").asText() + " " + step.path("result").asText())
        .toList();
  }

  private static long registered() throws Exception {
    // Figures may be a second old.
    return await()
        .pollDelay(Duration.ofMillis(1_100))
        .atMost(RunningProduct.PATIENCE)
        .until(
            () -> ok("GET", "/admin/status", "{}").path("users").path("registered").asLong(),
            _ -> true);
  }

  private static JsonNode listed(String name) throws Exception {
    return StreamSupport.stream(
            ok("GET", "/admin/accounts", "{}").path("accounts").spliterator(), false)
        .filter(one -> one.path("username").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> blocked(String ending) throws Exception {
    return StreamSupport.stream(
            ok("GET", "/admin/blocklist", "{}").path("blocked").spliterator(), false)
        .filter(one -> one.path("username").asText().endsWith(ending))
        .toList();
  }

  private static HttpResponse<String> newAccount(String method, String address) throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.port() + "/new"))
              .timeout(RunningProduct.PATIENCE)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
