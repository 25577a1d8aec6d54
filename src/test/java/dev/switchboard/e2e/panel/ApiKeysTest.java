package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.SecurityPoint;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys of the REST API and what they open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiKeysTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  @TempDir static Path data;

  private RunningProduct product;
  private final List<Browser> browsers = new ArrayList<>();
  private Browser sam;

  @BeforeAll
  void start() {
    product = PanelProduct.start(data, DATABASE.settings());
  }

  @AfterAll
  void stop() {
    product.close();
  }

  @BeforeEach
  void signIn() {
    sam = new Browser(product);
    browsers.add(sam);
    sam.signIn("sam");
  }

  @AfterEach
  void closeBrowsers() {
    browsers.forEach(Browser::close);
  }

  private JsonNode made(String name, String permissions) {
    Browser.Page made =
        sam.post(
            "/api/apikeys",
            "{\"name\":\"%s\",\"permissions\":[%s],\"expires_at\":null}"
                .formatted(name, permissions));
    assertThat(made.status()).isEqualTo(200);
    return made.json();
  }

  /** By a program, which sends no cookie. */
  private Browser.Page byKey(String path, String key) {
    try (Browser program = new Browser(product)) {
      return program.send(
          HttpRequest.newBuilder(program.url(path)).header("X-API-Key", key).build());
    }
  }

  private JsonNode listed(long id) {
    for (JsonNode key : sam.get("/api/apikeys").json().path("keys")) {
      if (key.path("id").asLong() == id) {
        return key;
      }
    }
    throw new AssertionError("no key " + id);
  }

  /** Shown once, hash kept, revoked at once, deleted. */
  @SecurityPoint(25)
  @Test
  void aKeyIsShownOnceAndOpensWhatItsPermissionsSayUntilItIsRevoked() {
    JsonNode made = made("Website", "\"read:tickets\"");
    String key = made.path("key").asText();
    long id = made.path("id").asLong();

    assertThat(key).matches("rustmail_[0-9a-f]{64}");
    assertThat(byKey("/api/externals/tickets", key).status()).isEqualTo(200);
    assertThat(sam.get("/api/apikeys").raw().body()).doesNotContain(key);
    assertThat(listed(id).path("is_active").asBoolean()).isTrue();
    assertThat(listed(id).path("permissions").path(0).asText()).isEqualTo("read:tickets");
    assertThat(listed(id).path("last_used_at").asLong())
        .isGreaterThan(Instant.now().getEpochSecond() - 600);

    assertThat(sam.post("/api/apikeys/" + id + "/revoke", "{}").status()).isEqualTo(200);

    await().atMost(AT_ONCE).until(() -> byKey("/api/externals/tickets", key).status() == 401);
    assertThat(listed(id).path("is_active").asBoolean()).isFalse();
    assertThat(sam.delete("/api/apikeys/" + id).status()).isEqualTo(200);
    assertThat(sam.delete("/api/apikeys/" + id).status()).isEqualTo(404);
    assertThat(inDatabase(key)).isZero();
  }

  private static long inDatabase(String key) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select (select count(*) from event_journal
                            where position(:key in convert_from(event_payload, 'UTF8')) > 0)
                         + (select count(*) from api_key a where position(:key in a::text) > 0)
                         + (select count(*) from audit_log l where position(:key in l::text) > 0)
                    """)
                .bind("key", key)
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aKeyNeedsThePermission() {
    String key = made("Writer", "\"write:tickets\"").path("key").asText();
    Browser.Page refused = byKey("/api/externals/tickets", key);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("error").asText()).contains("read:tickets");
  }

  @Test
  void everyAnswerUnderAKeySaysWhatIsLeft() {
    String key = made("Counted", "\"read:tickets\"").path("key").asText();
    Browser.Page answer = byKey("/api/externals/tickets", key);
    assertThat(answer.raw().headers().map())
        .containsKeys(
            "ratelimit", "ratelimit-policy", "x-ratelimit-limit", "x-ratelimit-remaining");
    assertThat(answer.raw().headers().firstValue("X-RateLimit-Limit")).hasValue("100");
  }

  @SecurityPoint(25)
  @Test
  void aKeyOpensNoPathOfThePanel() {
    String key = made("Panel", "\"read:tickets\",\"write:tickets\"").path("key").asText();
    assertThat(byKey("/api/bot/tickets", key).status()).isEqualTo(401);
    assertThat(byKey("/api/apikeys", key).status()).isEqualTo(401);
    assertThat(byKey("/api/admin/permissions", key).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"permissions\":[\"read:tickets\"]}                              | /name",
        "{\"name\":\"\",\"permissions\":[\"read:tickets\"]}                | /name",
        "{\"name\":\"a\"}                                                  | /permissions",
        "{\"name\":\"a\",\"permissions\":[]}                               | /permissions",
        "{\"name\":\"a\",\"permissions\":[\"all\"]}                        | /permissions/0",
        "{\"name\":\"a\",\"permissions\":[\"read:tickets\"],\"expires_at\":1} | /expires_at",
        "{\"name\":\"a\",\"permissions\":[\"read:tickets\"],\"expires_at\":\"x\"} | /expires_at"
      })
  void aWrongKeyIsNotMade(String body, String pointer) {
    int before = sam.get("/api/apikeys").json().path("keys").size();

    Browser.Page refused = sam.post("/api/apikeys", body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("errors").path(0).path("pointer").asText()).isEqualTo(pointer);
    assertThat(sam.get("/api/apikeys").json().path("keys")).hasSize(before);
  }

  @Test
  void aTicketIsListedAndReadByAKeyAndInThePanel() {
    long alice = product.sandbox().world().person("alice");
    product.sandbox().client().sendDm(alice, "hello");
    String key = made("Reader", "\"read:tickets\"").path("key").asText();
    await().until(() -> byKey("/api/externals/tickets", key).json().path("total").asInt() > 0);

    JsonNode row = sam.get("/api/bot/tickets?status=open&limit=1").json().path("tickets").path(0);

    assertThat(row.path("user_id").asText()).isEqualTo(String.valueOf(alice));
    assertThat(row.path("user_name").asText()).isEqualTo("alice");
    assertThat(row.path("status").asInt(-1)).isEqualTo(1);
    assertThat(row.path("created_at").asText()).endsWith("Z");
    assertThat(byKey("/api/externals/tickets/" + row.path("id").asText(), key).json())
        .isEqualTo(sam.get("/api/bot/tickets/" + row.path("id").asText()).json());
    assertThat(byKey("/api/externals/tickets/999999", key).status()).isEqualTo(404);
    assertThat(byKey("/api/externals/tickets/x", key).status()).isEqualTo(404);
    assertThat(sam.get("/api/bot/tickets?status=lost").status()).isEqualTo(400);
    assertThat(sam.get("/api/bot/tickets?limit=0").status()).isEqualTo(400);
    assertThat(sam.get("/api/bot/tickets?limit=5&limit=6").status()).isEqualTo(400);
  }
}
