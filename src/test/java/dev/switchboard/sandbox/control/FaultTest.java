package dev.switchboard.sandbox.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.sandbox.world.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FaultTest {
  private static final String POSTS = "POST /channels/\\{channel}/messages";

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;
  private SandboxClient people;
  private RawBot bot;
  private long lounge;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    people = sandbox.client();
    bot = new RawBot(sandbox);
    lounge = sandbox.world().staff().lounge();
  }

  @AfterEach
  void stop() {
    bot.close();
    sandbox.close();
  }

  private static ObjectNode rule(String kind) {
    return Json.object().put("kind", kind).put("route", POSTS);
  }

  private int posted() {
    return people.read(sandbox.world().person("sam"), lounge).size();
  }

  @Test
  void theNextRequestsFailWithoutTheDeed() {
    people.failNext(POSTS, 502, 2);

    assertThat(bot.say(lounge, "a").status()).isEqualTo(502);
    assertThat(bot.say(lounge, "b").status()).isEqualTo(502);
    assertThat(bot.get("/users/@me").status()).isEqualTo(200);
    assertThat(bot.say(lounge, "c").status()).isEqualTo(200);
    assertThat(posted()).isEqualTo(1);
  }

  @Test
  void anAnswerIsLostAfterTheDeed() {
    people.fault(rule("lost_answer"));

    assertThatThrownBy(() -> bot.say(lounge, "a")).isInstanceOf(UncheckedIOException.class);
    assertThat(posted()).isEqualTo(1);
  }

  @Test
  void aConnectionIsResetBeforeTheDeed() {
    people.fault(rule("reset"));

    assertThatThrownBy(() -> bot.say(lounge, "a")).isInstanceOf(UncheckedIOException.class);
    assertThat(posted()).isZero();
  }

  @Test
  void anAnswerIsDelayed() {
    people.fault(rule("late_answer").put("millis", 300));
    long before = System.nanoTime();

    assertThat(bot.say(lounge, "a").status()).isEqualTo(200);
    assertThat(System.nanoTime() - before).isGreaterThan(250_000_000L);
  }

  @Test
  void aRateLimitIsMadeUp() {
    people.fault(rule("rate_limit").put("retry_after", 1.5).put("global", true));
    RawBot.Result refused = bot.say(lounge, "a");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("2");
    assertThat(refused.header("X-RateLimit-Global")).isEqualTo("true");
    assertThat(refused.body().path("retry_after").asDouble()).isEqualTo(1.5);
  }

  @Test
  void fivePostsInFiveSecondsAreTheLimitOfAChannel() {
    for (int i = 4; i >= 0; i--) {
      assertThat(bot.say(lounge, "x").header("X-RateLimit-Remaining"))
          .isEqualTo(Integer.toString(i));
    }
    RawBot.Result sixth = bot.say(lounge, "x");

    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.header("Retry-After")).matches("[1-5]");
    assertThat(sixth.header("X-RateLimit-Scope")).isEqualTo("user");
    assertThat(sixth.body().path("global").asBoolean()).isFalse();
    assertThat(bot.say(sandbox.world().staff().logChannel(), "x").status()).isEqualTo(200);
    people.limits(false);
    assertThat(bot.say(lounge, "x").status()).isEqualTo(200);
  }

  @Test
  void twoRenamesInTenMinutesAreTheLimitOfAChannel() {
    ObjectNode form = Json.object().put("name", "renamed");
    assertThat(bot.patch("/channels/" + lounge, form).status()).isEqualTo(200);
    assertThat(bot.patch("/channels/" + lounge, form).status()).isEqualTo(200);
    assertThat(bot.patch("/channels/" + lounge, form).status()).isEqualTo(429);
    assertThat(bot.patch("/channels/" + lounge, Json.object().put("nsfw", false)).status())
        .isEqualTo(200);
    people.advanceClock(java.time.Duration.ofMinutes(11));
    assertThat(bot.patch("/channels/" + lounge, form).status()).isEqualTo(200);
  }

  @Test
  void fiftyRequestsASecondAreTheGlobalLimit() {
    RawBot.Result last = bot.get("/gateway/bot");
    for (int i = 0; i < 200 && last.status() != 429; i++) {
      last = bot.get(i % 2 == 0 ? "/users/@me" : "/channels/" + lounge);
    }

    assertThat(last.status()).isEqualTo(429);
  }

  @Test
  void requestsAreCountedByRoute() {
    bot.say(lounge, "a");
    bot.say(sandbox.world().staff().logChannel(), "b");
    bot.get("/users/@me");

    assertThat(people.requestCounts())
        .containsEntry("POST /channels/{channel}/messages", 2L)
        .containsEntry("GET /users/@me", 1L);
    people.clearRequests();
    assertThat(people.requestCounts()).isEmpty();
  }

  @Test
  void anAnswerIsScriptedByTheBodyOfTheRequest() {
    people.script(
        POSTS,
        400,
        Json.object().put("code", 240000).put("message", "Message blocked"),
        Json.object().put("body", "bad\\.example"));

    assertThat(bot.say(lounge, "see https://good.example").status()).isEqualTo(200);
    var refused = bot.say(lounge, "see https://bad.example");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body().path("code").asInt()).isEqualTo(240000);
    assertThat(bot.say(lounge, "again: bad.example").status()).isEqualTo(400);
    assertThat(posted()).isEqualTo(1);
  }

  @Test
  void anAnswerIsScriptedAsTextWithHeaders() throws Exception {
    people.fault(
        rule("answer")
            .put("status", 429)
            .put("text", "<html>slow down</html>")
            .set("headers", Json.object().put("Retry-After", "7")));

    var answer = bot.say(lounge, "a");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(posted()).isZero();
  }

  @Test
  void aFileIsAnsweredWithSomethingElse() throws Exception {
    var posted = bot.upload(lounge, "a.txt", "words".getBytes(UTF_8), Json.object());
    URI file = URI.create(posted.body().path("attachments").path(0).path("url").asText());
    people.fault(
        Json.object()
            .put("kind", "answer")
            .put("on", "files")
            .put("route", "a\\.txt")
            .put("text", "<html>not yours</html>"));

    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(file).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("<html>not yours</html>");
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .isEqualTo("words");
    }
  }

  @Test
  void fieldsOfARequestAreIgnored() {
    String channels = "/guilds/" + sandbox.world().staff().guild() + "/channels";
    ObjectNode hidden = Json.object().put("name", "inbox").put("type", 4);
    hidden
        .putArray("permission_overwrites")
        .addObject()
        .put("id", Long.toString(sandbox.world().staff().guild()))
        .put("type", 0)
        .put("deny", "1024");
    people.fault(
        Json.object()
            .put("kind", "ignore")
            .put("route", "POST /guilds/\\{guild}/channels")
            .set("fields", Json.array().add("permission_overwrites")));

    assertThat(bot.post(channels, hidden).body().path("permission_overwrites")).isEmpty();
    assertThat(bot.post(channels, hidden).body().path("permission_overwrites")).hasSize(1);
  }

  @Test
  void aRuleThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> people.fault(rule("answer").put("body", "(")))
        .hasMessageContaining("body");
    assertThatThrownBy(() -> people.fault(rule("answer").put("on", "moon")))
        .hasMessageContaining("on");
    assertThatThrownBy(() -> people.fault(rule("no-such-kind"))).hasMessageContaining("kind");
  }
}
