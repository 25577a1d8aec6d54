package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A member writes on and on while Discord takes nothing for their ticket's channel. */
class CrowdedTicketTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Pattern WORD = Pattern.compile("w\\d{4}w");
  private static final int MESSAGES = 1_200;

  @TempDir Path data;

  @Test
  void whatDoesNotFitIntoTheTicketWaitsAndIsShownOnceAndInOrder() {
    try (RunningProduct product = RunningProduct.start(data, DATABASE.settings(), Map.of())) {
      OpenTicket ticket = OpenTicket.of(product, "writer");
      product
          .client()
          .fault(
              form()
                  .put("kind", "answer")
                  .put("route", "/channels/" + ticket.channel() + "/messages")
                  .put("status", 502)
                  .put("text", "<html>502 Bad Gateway</html>")
                  .put("count", 1_000_000));
      List<JsonNode> written = new ArrayList<>();
      for (String word : words(1, MESSAGES)) {
        written.add(product.client().sendDm(ticket.member(), word));
      }
      await().atMost(PATIENCE).until(() -> rows("payload is not null") > 0 && taken() >= 1_000);
      change(ticket, written);
      await().atMost(PATIENCE).until(() -> rows("kind in ('edit', 'delete')") == 2);

      product.restart();
      await().atMost(PATIENCE).until(() -> rows("payload is not null") > 0);
      // Beside what waits to be shown there is one batch, and one post under way.
      assertThat(taken()).isBetween(1_000L, 1_075L);
      assertThat(rows("payload is not null")).isBetween(125L, 205L);
      assertThat(ticket.staffSee()).noneMatch(says("w0001w"));

      product.client().clearFaults();
      await()
          .atMost(PATIENCE.multipliedBy(3))
          .until(() -> ticket.staffSee().stream().anyMatch(says("w1200w")));
      await().atMost(PATIENCE).until(() -> rows("payload is not null") == 0);
      assertOrder(ticket);
    }
  }

  /** Of what the ticket knows nothing of yet: one message is changed, another one taken back. */
  private static void change(OpenTicket ticket, List<JsonNode> written) {
    long edited = written.get(1_149).path("id").asLong();
    long deleted = written.get(1_159).path("id").asLong();
    ticket.client().edit(ticket.member(), ticket.dm(), edited, "w1150w, but better");
    ticket.client().delete(ticket.member(), ticket.dm(), deleted);
  }

  private static void assertOrder(OpenTicket ticket) {
    String all =
        String.join(
            "\n", ticket.staffSee().stream().map(one -> one.path("content").asText()).toList());
    List<String> seen = WORD.matcher(all).results().map(match -> match.group()).toList();
    List<String> unchanged = new ArrayList<>(words(1, MESSAGES));
    unchanged.removeAll(List.of("w1150w", "w1160w"));
    assertThat(seen.stream().filter(unchanged::contains)).containsExactlyElementsOf(unchanged);
    assertThat(all).contains("w1150w, but better");
    assertThat(all.indexOf("w1150w, but better")).isGreaterThan(all.indexOf("w1149w"));
    assertThat(taken()).isEqualTo(MESSAGES + 1);
  }

  private static List<String> words(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj("w%04dw"::formatted).toList();
  }

  /** How many messages of the member tickets have taken. */
  private static long taken() {
    return count(
        """
        select count(*) from event_journal where persistence_id like 'Ticket|%'
          and convert_from(event_payload, 'UTF8') like '%"written"%'
          and convert_from(event_payload, 'UTF8') like '%"source":%'
          and convert_from(event_payload, 'UTF8') not like '%"source":0,%'
        """);
  }

  private static long rows(String condition) {
    return count("select count(*) from inbox where " + condition);
  }

  private static long count(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
