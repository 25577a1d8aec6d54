package dev.switchboard.http.api;

import static dev.switchboard.http.endpoint.PlayedApi.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.PlayedApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Drafts, held replies and read marks over HTTP, without the database. */
class DraftsResourceTest {
  private static final String SESSION = "s".repeat(43);

  private final List<String> changes = new ArrayList<>();
  private final PlayedComposer composed = new PlayedComposer(changes::add);
  private final PlayedApi api =
      new PlayedApi(
              Stream.of(
                      new DraftsResource(composed).endpoints(),
                      new HeldRepliesResource(composed).endpoints(),
                      new ReadMarksResource(composed).endpoints())
                  .flatMap(List::stream)
                  .toList())
          .session(SESSION, Right.ANSWER_MEMBERS, Right.VIEW_TICKETS);

  private ApiResponse ask(String method, String path, String json) {
    PlayedApi.Request request = request(method, "/api/tickets/1/" + path).session(SESSION);
    return api.answer((json.isEmpty() ? request : request.json(json)).sent());
  }

  private static JsonNode json(ApiResponse response) {
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  private static List<String> wrong(ApiResponse response) {
    return json(response)
        .path("errors")
        .valueStream()
        .map(error -> error.path("pointer").asText())
        .toList();
  }

  private static String list(String... ids) {
    return "[" + String.join(",", Stream.of(ids).map(id -> '"' + id + '"').toList()) + "]";
  }

  @Test
  void everyFieldOfADraftHasALimit() {
    ApiResponse refused =
        ask(
            "PUT",
            "drafts/reply",
            "{\"version\":0,\"text\":\"%s\",\"files\":%s,\"more\":1}"
                .formatted("x".repeat(12_001), list("a b", "ok", "ok", "y".repeat(101), "")));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(wrong(refused))
        .containsExactlyInAnyOrder(
            "/version", "/text", "/files/0", "/files/2", "/files/3", "/files/4", "/more");
    assertThat(wrong(ask("PUT", "drafts/reply", "{}"))).containsExactly("/version");
    assertThat(
            wrong(
                ask(
                    "PUT",
                    "drafts/note",
                    "{\"version\":4,\"files\":%s}"
                        .formatted(list("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")))))
        .containsExactly("/files");
    assertThat(changes).isEmpty();
    assertThat(
            ask(
                    "PUT",
                    "drafts/note",
                    "{\"version\":1000000000,\"text\":\"%s\"}".formatted("😀".repeat(12_000)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void anOutdatedVersionIsToldWhatIsStored() {
    ApiResponse refused = ask("PUT", "drafts/reply", "{\"version\":2,\"text\":\"late\"}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(json(refused).path("code").asText()).isEqualTo("outdated_draft");
    assertThat(json(refused).path("draft").path("version").asInt()).isEqualTo(3);
    assertThat(json(refused).path("draft").path("text").asText()).isEqualTo("Good morning!");
    assertThat(
            api.answer(
                    request("DELETE", "/api/tickets/1/drafts/reply")
                        .query("version", "2")
                        .session(SESSION)
                        .sent())
                .status())
        .isEqualTo(409);
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/tickets/1/drafts/letter",
    "GET, /api/tickets/2/drafts",
    "GET, /api/tickets/2/drafts/reply",
    "DELETE, /api/tickets/2/drafts/reply",
    "DELETE, /api/tickets/1/held/3",
    "DELETE, /api/tickets/1/held/none",
    "DELETE, /api/tickets/2/read"
  })
  void whatIsNotThereIsNotFound(String method, String path) {
    assertThat(api.answer(request(method, path).session(SESSION).sent()).status()).isEqualTo(404);
    assertThat(changes).isEmpty();
  }

  @Test
  void theWordsOfOthersAreNotTold() {
    JsonNode held = json(ask("GET", "held", "")).path("held");
    // The session is of another person than both authors.
    assertThat(held)
        .hasSize(2)
        .allSatisfy(one -> {
          assertThat(one.path("own").asBoolean()).isFalse();
          assertThat(one.path("text").isNull()).isTrue();
          assertThat(one.path("files").isNull()).isTrue();
        });
  }

  @Test
  void savingAndReadingLeaveNoEntryInTheAuditLogAndTakingBackDoes() {
    ask("PUT", "drafts/reply", "{\"version\":4,\"text\":\"hello\"}");
    ask("PUT", "read", "{\"message\":4}");
    assertThat(changes).containsExactly("draft saved", "read");
    assertThat(api.audited()).isEmpty();

    ask("DELETE", "held/1", "");
    assertThat(api.audited()).hasSize(1);
  }
}
