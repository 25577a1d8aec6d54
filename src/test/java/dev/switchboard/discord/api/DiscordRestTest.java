package dev.switchboard.discord.api;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.ScriptedDiscord.Reply;
import dev.switchboard.lookup.HostLookup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordRestTest {

  private static Answer exchange(Call call, Reply reply) throws Exception {
    return exchange(call, _ -> reply, _ -> {});
  }

  private static Answer exchange(
      Call call,
      Function<ScriptedDiscord.Request, Reply> script,
      Consumer<ScriptedDiscord.Request> seen)
      throws Exception {
    try (var discord = new ScriptedDiscord(script);
        var rest = new DiscordRest(discord.access())) {
      var answer = rest.exchange(call).toCompletableFuture().get(20, TimeUnit.SECONDS);
      discord.requests.forEach(seen);
      return answer;
    }
  }

  @Test
  void aCallCarriesTokenPathQueryAndBody() throws Exception {
    var body = JsonNodeFactory.instance.objectNode().put("content", "hé");
    var call =
        Call.post("/channels/{channel}/x/{emoji}", 7L, "👍")
            .withQuery("limit", 5)
            .withAuditReason("näh")
            .withBody(body);
    var answer =
        exchange(
            call,
            _ -> Reply.json(200, "{\"id\":\"9\"}"),
            request -> {
              assertThat(request.method()).isEqualTo("POST");
              assertThat(request.path()).isEqualTo("/channels/7/x/%F0%9F%91%8D?limit=5");
              assertThat(request.body()).isEqualTo("{\"content\":\"hé\"}");
              assertThat(request.headers())
                  .containsEntry("Authorization", "Bot MQ.a.b")
                  .containsEntry("Content-Type", "application/json")
                  .containsEntry("Content-Length", "17")
                  .containsEntry("X-Audit-Log-Reason", "n%C3%A4h");
            });
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Ok.class, ok -> assertThat(ok.body().path("id").asText()).isEqualTo("9"));
  }

  @Test
  void aProcessThatLosesTheRightOnTheWayDoesNotSend() throws Exception {
    var asked = new AtomicInteger();
    try (var discord = new ScriptedDiscord(_ -> Reply.json(200, "{}"));
        var rest =
            new DiscordRest(
                discord.access(),
                _ -> asked.incrementAndGet() == 1,
                new DiscordClock(),
                HostLookup.USUAL)) {
      var call = Call.post("/channels/{channel}/messages", 7L);
      var answer = rest.exchange(call).toCompletableFuture().get(60, TimeUnit.SECONDS);
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Unreachable.class,
              unreachable -> assertThat(unreachable.beforeSending()).isTrue());
      assertThat(asked).hasValue(2);
      assertThat(discord.requests).isEmpty();
    }
  }

  @Test
  void aCallWithoutBodySaysThatItHasNone() throws Exception {
    var answer =
        exchange(
            Call.put("/channels/{channel}/pins/{message}", 7L, 8L),
            _ -> new Reply(204, "", Map.of(), Duration.ZERO),
            request ->
                assertThat(request.headers())
                    .containsEntry("Content-Length", "0")
                    .doesNotContainKey("Content-Type"));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Ok.class, ok -> assertThat(ok.body().isMissingNode()).isTrue());
  }

  @Test
  void filesAreStreamedWithTheirNamesAndTypes() throws Exception {
    var bytes = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
    var call =
        Call.post("/channels/{channel}/messages", 7L)
            .withBody(JsonNodeFactory.instance.objectNode().put("content", "c"))
            .withFile(
                new Call.Upload(
                    "a\"b.png", "image/png", () -> completedStage(new ByteArrayInputStream(bytes))))
            .withFile(
                new Call.Upload(
                    "b", "", () -> completedStage(new ByteArrayInputStream(new byte[] {'z'}))));
    exchange(
        call,
        _ -> Reply.json(200, "{}"),
        request -> {
          assertThat(request.headers().get("Content-Type")).startsWith("multipart/form-data; ");
          assertThat(request.body())
              .contains("name=\"payload_json\"\r\nContent-Type: application/json\r\n\r\n{\"content")
              .contains("name=\"files[0]\"; filename=\"a%22b.png\"\r\nContent-Type: image/png")
              .contains(
                  "name=\"files[1]\"; filename=\"b\"\r\nContent-Type: application/octet-stream")
              .contains("x".repeat(200_000));
        });
  }

  @Test
  void aFileThatCannotBeReadFailsTheCall() {
    var call =
        Call.post("/channels/{channel}/messages", 7L)
            .withFile(new Call.Upload("a", "", () -> failedStage(new IOException("gone"))));
    assertThatThrownBy(() -> exchange(call, Reply.json(200, "{}")))
        .hasCauseInstanceOf(IOException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aRefusalCarriesDiscordsCodeAndErrors() throws Exception {
    var answer =
        exchange(
            Call.get("/x"),
            Reply.json(
                400,
                """
                {"code":50035,"message":"Invalid Form Body",
                 "errors":{"parent_id":{"_errors":[{"code":"CHANNEL_PARENT_MAX_CHANNELS"}]}}}\
                """));
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(50035);
              assertThat(refused.message()).isEqualTo("Invalid Form Body");
              assertThat(refused.errors().at("/parent_id/_errors/0/code").asText())
                  .isEqualTo("CHANNEL_PARENT_MAX_CHANNELS");
            });
  }

  @Test
  void aLimitNamesItsTimeAndScope() throws Exception {
    var route =
        new Reply(
            429,
            "{\"message\":\"slow\",\"retry_after\":0.65,\"global\":false}",
            Map.of("X-RateLimit-Bucket", "b", "X-RateLimit-Scope", "user", "Retry-After", "1"),
            Duration.ZERO);
    assertThat(exchange(Call.get("/x"), route))
        .isInstanceOfSatisfying(
            Answer.Limited.class,
            limited -> {
              assertThat(limited.retryAfter()).isEqualTo(Duration.ofMillis(650));
              assertThat(limited.scope()).isEqualTo(Answer.Scope.USER);
              assertThat(limited.rate().bucket()).isEqualTo("b");
            });
    var front = new Reply(429, "<html>", Map.of("Retry-After", "3"), Duration.ZERO);
    assertThat(exchange(Call.get("/x"), front))
        .isEqualTo(
            new Answer.Limited(
                Duration.ofSeconds(3), Answer.Scope.GLOBAL, Answer.RateHeaders.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{\"code\":null,\"message\":null}", "<html>", "7"})
  void oddBodiesAreNoExceptions(String body) throws Exception {
    assertThat(exchange(Call.get("/x"), Reply.json(400, body))).isEqualTo(new Answer.Failed(400));
    assertThat(exchange(Call.get("/x"), Reply.json(429, body))).isInstanceOf(Answer.Limited.class);
    assertThat(exchange(Call.get("/x"), Reply.json(502, body))).isEqualTo(new Answer.Failed(502));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203, 206})
  void onlyNoContentIsDoneWithoutAnObjectOrAList(int status) throws Exception {
    for (String body : List.of("", "null", "<html>", "7", "\"done\"")) {
      assertThat(exchange(Call.get("/x"), Reply.json(status, body)))
          .as(body)
          .isEqualTo(new Answer.Failed(status));
    }
    assertThat(exchange(Call.get("/x"), Reply.json(status, "[]"))).isInstanceOf(Answer.Ok.class);
    assertThat(exchange(Call.get("/x"), Reply.json(204, ""))).isInstanceOf(Answer.Ok.class);
  }

  @Test
  void aProxysPageIsNoRefusal() throws Exception {
    assertThat(exchange(Call.get("/x"), Reply.json(404, "<html>")))
        .isEqualTo(new Answer.Failed(404));
    assertThat(exchange(Call.get("/x"), Reply.json(302, ""))).isEqualTo(new Answer.Failed(302));
  }

  @Test
  void aResetAfterSendingIsInDoubtAndIsNotRepeated() throws Exception {
    var count = new AtomicInteger();
    var answer = exchange(Call.post("/x"), _ -> Reply.RESET, _ -> count.incrementAndGet());
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Unreachable.class, gone -> assertThat(gone.beforeSending()).isFalse());
    assertThat(count).hasValue(1);
  }

  @Test
  void aRefusedConnectionIsCertainlyNotDone() throws Exception {
    var access = new DiscordSettings.Access("MQ.a.b", URI.create("http://127.0.0.1:1"));
    try (var rest = new DiscordRest(access)) {
      assertThat(rest.exchange(Call.get("/x")).toCompletableFuture().get(20, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Answer.Unreachable.class, gone -> assertThat(gone.beforeSending()).isTrue());
    }
  }
}
