package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One act on many tickets over HTTP. */
class BulkJobsTest {
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

  private static List<String> tickets(String name, int count) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long member =
          product
              .client()
              .createUser(
                  name + i, Duration.ofDays(100), product.sandbox().world().communityGuild());
      Browser.Page page = sam.post("/api/tickets", "{\"discord_id\":\"%d\"}".formatted(member));
      assertThat(page.status()).as(page.raw().body()).isEqualTo(201);
      all.add(page.json().path("ticket_id").asText());
    }
    return all;
  }

  private static JsonNode ended(String job) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> sam.get("/api/bulk/" + job).json(),
            page -> page.path("job").path("state").asText().equals("done"));
  }

  private static String ids(List<String> tickets) {
    return tickets.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
  }

  private static List<String> results(JsonNode page) {
    return page.path("results")
        .valueStream()
        .map(one ->
            "%s %s %s"
                .formatted(
                    one.path("ticket").asText(),
                    one.path("state").asText(),
                    one.path("code").asText()))
        .toList();
  }

  @Test
  void manyTicketsGetAPriorityAndAreClosedWithAResultForEach() {
    List<String> tickets = tickets("bulk_closed", 3);
    String priority =
        "{\"action\":\"priority\",\"priority\":\"high\",\"tickets\":%s}".formatted(ids(tickets));

    Browser.Page begun = sam.ask("POST", "/api/bulk", priority, "Idempotency-Key", "bulk-1");
    Browser.Page again = sam.ask("POST", "/api/bulk", priority, "Idempotency-Key", "bulk-1");

    assertThat(begun.status()).as(begun.raw().body()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("id")).isEqualTo(begun.json().path("id"));
    assertThat(again.raw().headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(results(ended(begun.json().path("id").asText())))
        .containsExactlyElementsOf(tickets.stream().map(one -> one + " done null").toList());

    List<String> named = new ArrayList<>(tickets);
    named.add("999999");
    Browser.Page closing =
        sam.post("/api/bulk", "{\"action\":\"close\",\"tickets\":%s}".formatted(ids(named)));
    JsonNode closed = ended(closing.json().path("id").asText());
    assertThat(closed.path("job").path("done").asInt()).isEqualTo(3);
    assertThat(results(closed)).endsWith("999999 refused not_found");
    assertThat(sam.get("/api/bulk").json().path("jobs").path(0)).isEqualTo(closed.path("job"));
    List<String> trail =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select resource || ' ' || status from audit_log where resource like"
                            + " '/tickets/%/close' order by resource")
                    .mapTo(String.class)
                    .list());
    assertThat(trail)
        .containsExactlyInAnyOrderElementsOf(
            named.stream()
                .map(one -> "/tickets/%s/close %d".formatted(one, one.equals("999999") ? 404 : 200))
                .toList());
  }

  @Test
  void allThatMatchAFilterAreMarked() {
    List<String> tickets = tickets("bulk_marked", 2);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                sam.get("/api/tickets?name=bulk_marked")
                    .json()
                    .path("tickets")
                    .valueStream()
                    .count(),
            Long.valueOf(2)::equals);

    Browser.Page begun =
        sam.post("/api/bulk", "{\"action\":\"mark_unread\",\"filter\":{\"name\":\"bulk_marked\"}}");

    assertThat(begun.status()).as(begun.raw().body()).isEqualTo(202);
    assertThat(begun.json().path("total").asInt()).isEqualTo(2);
    ended(begun.json().path("id").asText());
    assertThat(sam.get("/api/tickets?unread=true&name=bulk_marked").json().path("tickets"))
        .extracting(one -> one.path("id").asText())
        .containsExactlyInAnyOrderElementsOf(tickets);
  }

  @Test
  void aJobThatNamesNothingOrTooMuchIsRefused() {
    assertThat(sam.post("/api/bulk", "{\"action\":\"close\"}").status()).isEqualTo(400);
    assertThat(
            sam.post("/api/bulk", "{\"action\":\"close\",\"tickets\":[\"1\"],\"filter\":{}}")
                .status())
        .isEqualTo(400);
    assertThat(sam.post("/api/bulk", "{\"action\":\"priority\",\"tickets\":[\"1\"]}").status())
        .isEqualTo(400);
    assertThat(sam.get("/api/bulk/999999").status()).isEqualTo(404);
  }
}
