package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tickets that have to do with other tickets of their member, and their transcripts. */
class LinkedTicketsTest {
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

  private static long member(String name) {
    return product
        .client()
        .createUser(name, Duration.ofDays(100), product.sandbox().world().communityGuild());
  }

  private static String opened(long member, String message) {
    Browser.Page page =
        sam.post(
            "/api/tickets",
            "{\"discord_id\":\"%d\",\"message\":\"%s\"}".formatted(member, message));
    assertThat(page.status()).as(page.raw().body()).isEqualTo(201);
    return page.json().path("ticket_id").asText();
  }

  private static String path(String ticket, String rest) {
    return "/api/tickets/" + ticket + rest;
  }

  private static JsonNode details(String ticket) {
    return sam.get(path(ticket, "")).json();
  }

  private static void awaitStatus(String ticket, String status) {
    await().atMost(PATIENCE).until(() -> details(ticket).path("status").asText(), status::equals);
  }

  private static String closed(long member, String message) {
    String ticket = opened(member, message);
    awaitStatus(ticket, "open");
    assertThat(sam.post(path(ticket, "/close"), "{}").status()).isEqualTo(200);
    awaitStatus(ticket, "closed");
    return ticket;
  }

  private static OpenTicket seen(long member, JsonNode made) {
    return new OpenTicket(
        product, member, product.client().dmChannel(member), made.path("channel_id").asLong());
  }

  private static String code(Browser.Page page) {
    return page.json().path("code").asText();
  }

  private static List<String> trail(String resource) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select status || ' ' || detail from audit_log where resource = :resource"
                        + " order by number")
                .bind("resource", resource)
                .mapTo(String.class)
                .list());
  }

  @Test
  void aClosedTicketIsReopenedOnceByAnotherThatNamesIt() {
    long member = member("comes_back");
    String former = closed(member, "It is solved.");

    Browser.Page first =
        sam.ask(
            "POST",
            path(former, "/reopen"),
            "{\"message\":\"Is it?\"}",
            "Idempotency-Key",
            "again-1");
    Browser.Page again =
        sam.ask(
            "POST",
            path(former, "/reopen"),
            "{\"message\":\"Is it?\"}",
            "Idempotency-Key",
            "again-1");

    assertThat(first.status()).as(first.raw().body()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    String ticket = first.json().path("ticket_id").asText();
    OpenTicket desk = seen(member, first.json());
    desk.awaitStaff(says("reopened ticket #" + former + " as this one."));
    desk.awaitMember(says("Is it?"));
    assertThat(desk.memberSees().stream().filter(says("Is it?"))).hasSize(1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(details(ticket).path("reopens").asText()).isEqualTo(former));
    assertThat(details(former).path("reopened_as").asText()).isEqualTo(ticket);
    desk.write("no");
    desk.awaitStaff(says("no"));
    assertThat(OpenTicket.channels(product, member)).hasSize(1);
    assertThat(trail("/tickets/" + ticket + "/open"))
        .filteredOn(entry -> entry.matches("200 .*\"reopens\": ?" + former + "\\b.*"))
        .hasSize(1);

    Browser.Page exists = sam.post(path(former, "/reopen"), "{}");
    assertThat(exists.status()).isEqualTo(409);
    assertThat(code(exists)).isEqualTo("ticket_exists");
    assertThat(exists.json().path("ticket_id").asText()).isEqualTo(ticket);
    assertThat(code(sam.post(path(ticket, "/reopen"), "{}"))).isEqualTo("not_closed");
  }

  @Test
  void aMemberWhoLeftIsNotReached() {
    long member = member("goes_away");
    String ticket = closed(member, "Bye.");
    product.client().leave(product.sandbox().world().communityGuild(), member);

    Browser.Page refused = sam.post(path(ticket, "/reopen"), "{}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(code(refused)).isEqualTo("member_gone");
    assertThat(sam.post(path("999999", "/reopen"), "{}").status()).isEqualTo(404);
  }

  @Test
  void aClosedTicketIsMergedIntoALaterOneWhoseChannelIsToldOnce() {
    long member = member("writes_twice");
    String first = closed(member, "one");
    String second = closed(member, "two");
    Browser.Page made = sam.post("/api/tickets", "{\"discord_id\":\"%d\"}".formatted(member));
    String third = made.json().path("ticket_id").asText();
    String into = "{\"into\":\"%s\"}";

    assertThat(sam.ask("POST", path(first, "/merge"), into.formatted(second)).status())
        .isEqualTo(200);
    Browser.Page merged =
        sam.ask("POST", path(second, "/merge"), into.formatted(third), "Idempotency-Key", "m");
    Browser.Page again =
        sam.ask("POST", path(second, "/merge"), into.formatted(third), "Idempotency-Key", "m");

    assertThat(merged.status()).as(merged.raw().body()).isEqualTo(200);
    assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(details(third).path("merged").valueStream().map(JsonNode::asText))
                .containsExactly(first, second));
    assertThat(details(second).path("merged_into").asText()).isEqualTo(third);
    assertThat(details(first).path("merged_into").asText()).isEqualTo(second);
    OpenTicket desk = seen(member, made.json());
    String remark = "merged ticket #" + second + " into this one.";
    desk.awaitStaff(says(remark));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                DATABASE
                    .database()
                    .jdbi()
                    .withHandle(handle ->
                        handle
                            .createQuery("select count(*) from merge_remark")
                            .mapTo(Integer.class)
                            .one()),
            Integer.valueOf(0)::equals);
    assertThat(desk.staffSee().stream().filter(says(remark))).hasSize(1);
    assertThat(desk.memberSees()).noneMatch(says("merged"));
    assertThat(sam.get(path(first, "/messages")).json().path("messages").valueStream())
        .anyMatch(message -> message.path("text").asText().equals("one"));
    assertThat(trail("/tickets/" + second + "/merge")).hasSize(1);
  }

  @Test
  void whatCannotBeMergedIsRefusedAndUnchanged() {
    long member = member("stays_apart");
    String first = closed(member, "one");
    String second = opened(member, "two");
    String other = closed(member("somebody_else"), "other");
    String into = "{\"into\":\"%s\"}";

    assertThat(code(sam.post(path(second, "/merge"), into.formatted(first))))
        .isEqualTo("not_closed");
    assertThat(code(sam.post(path(first, "/merge"), into.formatted(other))))
        .isEqualTo("not_mergeable");
    assertThat(code(sam.post(path(first, "/merge"), into.formatted("999999"))))
        .isEqualTo("not_mergeable");
    assertThat(code(sam.post(path(first, "/merge"), into.formatted(first))))
        .isEqualTo("not_mergeable");
    assertThat(sam.post(path("999999", "/merge"), into.formatted(first)).status()).isEqualTo(404);
    assertThat(details(first).path("merged_into").isNull()).isTrue();

    assertThat(sam.post(path(first, "/merge"), into.formatted(second)).status()).isEqualTo(200);
    assertThat(code(sam.post(path(first, "/merge"), into.formatted(second))))
        .isEqualTo("already_merged");
  }

  @Test
  void theTranscriptOfAnOpenTicketIsDownloaded() {
    String ticket = opened(member("reads_back"), "Good <b>morning</b>");

    Browser.Page page = sam.get(path(ticket, "/transcript"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.raw().headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"ticket-" + ticket + ".html\"");
    assertThat(page.raw().body()).contains("Good &lt;b&gt;morning&lt;/b&gt;").endsWith("</html>\n");
    assertThat(sam.get(path("999999", "/transcript")).status()).isEqualTo(404);
  }
}
