package dev.switchboard.http.api;

import static dev.switchboard.http.endpoint.PlayedApi.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiResponse;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.PlayedApi;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.TableActSources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Things that are made once for each Idempotency-Key. */
class MadeOnceTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String SESSION = "s".repeat(43);

  private final MadeOnce once = new MadeOnce(new TableActSources(DATABASE.database()));
  private final PlayedApi api =
      new PlayedApi(
              List.of(
                  Endpoint.post("/api/secret")
                      .holding(Right.MANAGE_KEYS)
                      .does(call ->
                          once.secret(
                              call,
                              "secret",
                              List.<Object>of(
                                  call.<String>body(fields -> fields.text("name", 1, 9))),
                              this::make)),
                  Endpoint.post("/api/same")
                      .holding(Right.MANAGE_KEYS)
                      .does(call ->
                          once.same(
                              call,
                              "same",
                              List.of(),
                              this::make,
                              id -> Answer.ok(Map.of("id", id))))))
          .session(SESSION, Right.MANAGE_KEYS);

  private int made;
  private boolean refusing;
  private boolean failing;

  @BeforeEach
  void emptyTable() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate act_request"));
  }

  private CompletionStage<MadeOnce.Made> make() {
    if (refusing) {
      return CompletableFuture.failedStage(Problem.of(ProblemCode.CONFLICT).thrown());
    }
    made++;
    return failing
        ? CompletableFuture.failedStage(new IllegalStateException("no answer"))
        : CompletableFuture.completedStage(
            new MadeOnce.Made(made, Answer.ok(Map.of("id", (long) made))));
  }

  private ApiResponse ask(String path, String json) {
    return api.answer(
        request("POST", path).session(SESSION).json(json).header("Idempotency-Key", "k").sent());
  }

  private static JsonNode json(ApiResponse response) {
    try {
      return JsonMapper.builder().build().readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON", e);
    }
  }

  @Test
  void aSecretIsMadeAndToldOnce() {
    assertThat(ask("/api/secret", "{\"name\":\"a\"}").status()).isEqualTo(200);
    ApiResponse again = ask("/api/secret", "{\"name\":\"a\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(json(again).path("code").asText()).isEqualTo("already_done");
    assertThat(json(again).path("id").asText()).isEqualTo("1");
    assertThat(ask("/api/secret", "{\"name\":\"b\"}").status()).isEqualTo(422);
    assertThat(made).isEqualTo(1);
  }

  @Test
  void whatNobodyKnowsIsNotMadeAgain() {
    failing = true;
    assertThat(ask("/api/secret", "{\"name\":\"a\"}").status()).isEqualTo(500);
    failing = false;
    ApiResponse again = ask("/api/secret", "{\"name\":\"a\"}");

    assertThat(again.status()).isEqualTo(409);
    assertThat(json(again).has("id")).isFalse();
    assertThat(made).isEqualTo(1);
  }

  @Test
  void whatWasRefusedMayBeTriedAgain() {
    refusing = true;
    assertThat(ask("/api/secret", "{\"name\":\"a\"}").status()).isEqualTo(409);
    refusing = false;

    assertThat(ask("/api/secret", "{\"name\":\"a\"}").status()).isEqualTo(200);
  }

  @Test
  void whatHasNoSecretIsAnsweredAsBefore() {
    ApiResponse first = ask("/api/same", "");
    ApiResponse again = ask("/api/same", "");

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers()).anyMatch(header -> header.name().equals("Idempotent-Replayed"));
    assertThat(made).isEqualTo(1);
  }
}
