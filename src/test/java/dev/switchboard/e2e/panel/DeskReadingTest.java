package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens in Discord is searched, counted and looked up over HTTP. */
class DeskReadingTest {
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

  private static List<JsonNode> found(String question) {
    Browser.Page page =
        sam.get("/api/search?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8));
    assertThat(page.status()).as(page.raw().body()).isEqualTo(200);
    return page.json().path("messages").valueStream().toList();
  }

  @Test
  void aMessageIsFoundUntilItIsEditedOrDeleted() {
    OpenTicket ticket = OpenTicket.of(product, "searching");
    JsonNode edited = product.client().sendDm(ticket.member(), "the zebra 退款 crosses");
    JsonNode deleted = product.client().sendDm(ticket.member(), "a second zebra");
    await().atMost(PATIENCE).until(() -> found("zeb").size() == 2);
    JsonNode hit = found("退款 ZEBRA").getFirst();
    assertThat(hit.path("author").path("kind").asText()).isEqualTo("member");
    assertThat(hit.path("snippet").toString())
        .contains("{\"text\":\"zebra\",\"hit\":true}", "{\"text\":\"退款\",\"hit\":true}");

    long channel = edited.path("channel_id").asLong();
    product.client().edit(ticket.member(), channel, edited.path("id").asLong(), "the horse");
    await().atMost(PATIENCE).until(() -> found("zebra").size() == 1);
    product.client().delete(ticket.member(), channel, deleted.path("id").asLong());
    await().atMost(PATIENCE).until(() -> found("zebra").isEmpty());
    assertThat(found("horse")).hasSize(1);
  }

  @Test
  void aMemberWaitsUntilSomebodyReplies() {
    OpenTicket ticket = OpenTicket.of(product, "waiting");
    String list = "/api/tickets?count=true&member=" + ticket.member();
    JsonNode waiting =
        await()
            .atMost(PATIENCE)
            .until(
                () -> sam.get(list + "&awaiting=staff").json(),
                json -> json.at("/tickets/0/last_message/text").asText().equals("hello"));
    assertThat(waiting.at("/count/number").asInt()).isEqualTo(1);
    JsonNode row = waiting.at("/tickets/0");
    assertThat(row.path("waiting_since").asText()).isEqualTo(row.path("last_message_at").asText());

    Browser.Page reply =
        sam.post(
            "/api/tickets/" + row.path("id").asText() + "/replies", "{\"text\":\"good morning\"}");
    assertThat(reply.status()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .until(() -> sam.get(list + "&awaiting=member").json().at("/count/number").asInt() == 1);
    assertThat(sam.get(list).json().at("/tickets/0/last_message/kind").asText()).isEqualTo("reply");

    JsonNode entries =
        sam.get("/api/audit?kind=act&surface=panel&ticket=" + row.path("id").asText())
            .json()
            .path("entries");
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).path("resource").asText()).endsWith("/reply");
    JsonNode statistics = sam.get("/api/statistics?days=7").json();
    assertThat(statistics.path("activity")).hasSize(7);
    assertThat(statistics.at("/overview/open_tickets").asInt()).isPositive();
  }

  @Test
  void aMemberIsLookedUpInDiscord() {
    OpenTicket ticket = OpenTicket.of(product, "profile");
    JsonNode member =
        await()
            .atMost(PATIENCE)
            .until(() -> sam.get("/api/members/" + ticket.member()).json(), json -> json.has("id"));
    assertThat(member.path("state").asText()).isEqualTo("present");
    assertThat(member.at("/membership/joined_at").asText()).isNotEmpty();
    assertThat(member.at("/tickets/all").asInt()).isEqualTo(1);
    assertThat(sam.get("/api/members/123456789012345678").status()).isEqualTo(404);
  }

  @Test
  void whoIsBannedIsListedByPages() {
    long guild = product.sandbox().world().communityGuild();
    product.client().ban(guild, product.person("alice"), "spam");
    product.client().ban(guild, product.person("sue"), "");

    JsonNode first = sam.get("/api/bans?limit=1").json();
    assertThat(first.path("bans")).hasSize(1);
    assertThat(first.path("has_more").asBoolean()).isTrue();
    JsonNode second = sam.get("/api/bans?limit=2&after=" + first.path("next").asText()).json();
    assertThat(second.path("bans")).hasSize(1);
    assertThat(second.path("has_more").asBoolean()).isFalse();
    assertThat(first.toString() + second)
        .contains("\"ban_reason\":\"spam\"", "\"ban_reason\":null");

    product
        .client()
        .fault(
            JsonNodeFactory.instance
                .objectNode()
                .put("kind", "answer")
                .put("route", "GET /guilds/\\{guild\\}/bans$")
                .put("status", 403)
                .set(
                    "json",
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("code", 50013)
                        .put("message", "Missing Permissions")));
    assertThat(sam.get("/api/bans").status()).isEqualTo(409);
    assertThat(sam.get("/api/bans").status()).isEqualTo(200);
  }
}
