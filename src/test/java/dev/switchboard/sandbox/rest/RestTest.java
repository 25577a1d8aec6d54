package dev.switchboard.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestTest {
  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;
  private SandboxClient people;
  private RawBot bot;
  private long alice;
  private long dm;
  private long lounge;
  private long staffGuild;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxSettings.inMemory().withLimits(false), checked);
    people = sandbox.client();
    bot = new RawBot(sandbox);
    alice = sandbox.world().person("alice");
    dm =
        bot.post("/users/@me/channels", Json.object().put("recipient_id", Long.toString(alice)))
            .id();
    lounge = sandbox.world().staff().lounge();
    staffGuild = sandbox.world().staff().guild();
  }

  @AfterEach
  void stop() {
    bot.close();
    sandbox.close();
  }

  private static String messages(long channel) {
    return "/channels/" + channel + "/messages";
  }

  private static String error(JsonNode body, String pointer) {
    return body.at("/errors" + pointer + "/_errors/0/code").asText();
  }

  @Test
  void tokensAndPathsAreChecked() throws Exception {
    assertThat(bot.get("/nowhere").status()).isEqualTo(404);
    assertThat(bot.delete("/users/@me").status()).isEqualTo(405);
    HttpResponse<String> anonymous = plain(sandbox.apiUrl() + "/users/@me");
    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(anonymous.body()).isEqualTo("{\"message\":\"401: Unauthorized\",\"code\":0}");
    assertThat(plain(sandbox.url() + "/api/v9/gateway").statusCode()).isEqualTo(200);
    assertThat(plain(sandbox.url() + "/api/gateway").statusCode()).isEqualTo(200);
    assertThat(plain(sandbox.url() + "/api/v3/gateway").statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> plain(String url) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aTextAbove2000CharactersIsRefused() {
    JsonNode body = bot.say(dm, "x".repeat(2001)).body();
    assertThat(body)
        .hasToString(
            "{\"message\":\"Invalid Form Body\",\"code\":50035,\"errors\":{\"content\":{\"_errors\":[{\"code\":"
                + "\"BASE_TYPE_MAX_LENGTH\",\"message\":\"Must be 2000 or fewer in length.\"}]}}}");
    assertThat(bot.say(dm, "😀".repeat(2000)).status()).isEqualTo(200);
    assertThat(bot.say(dm, " \n ").code()).isEqualTo(50006);
  }

  @Test
  void embedsAreLimited() {
    ObjectNode many = Json.object();
    for (int i = 0; i < 11; i++) {
      many.withArray("/embeds").addObject().put("title", "t");
    }
    assertThat(error(bot.post(messages(dm), many).body(), "/embeds"))
        .isEqualTo("BASE_TYPE_MAX_LENGTH");
    ObjectNode large = Json.object();
    for (int i = 0; i < 2; i++) {
      large.withArray("/embeds").addObject().put("description", "x".repeat(3001));
    }
    assertThat(error(bot.post(messages(dm), large).body(), "/embeds"))
        .isEqualTo("MAX_EMBED_SIZE_EXCEEDED");
    ObjectNode title = Json.object();
    title.withArray("/embeds").addObject().put("title", "x".repeat(257));
    assertThat(error(bot.post(messages(dm), title).body(), "/embeds/0/title"))
        .isEqualTo("BASE_TYPE_MAX_LENGTH");
  }

  @Test
  void componentsAreLimited() {
    ObjectNode form = Json.object().put("content", "x");
    for (int i = 0; i < 6; i++) {
      ObjectNode row = form.withArray("/components").addObject().put("type", 1);
      row.withArray("/components")
          .addObject()
          .put("type", 2)
          .put("style", 1)
          .put("label", "l")
          .put("custom_id", "c" + i);
    }
    assertThat(error(bot.post(messages(dm), form).body(), "/components"))
        .isEqualTo("BASE_TYPE_BAD_LENGTH");
    ((ArrayNode) form.get("components")).remove(5);
    assertThat(bot.post(messages(dm), form).status()).isEqualTo(200);
    ObjectNode second = Json.object().put("flags", 1 << 15).put("content", "no");
    second.withArray("/components").addObject().put("type", 10).put("content", "text");
    assertThat(error(bot.post(messages(dm), second).body(), "/content"))
        .isEqualTo("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2");
    second.remove("content");
    assertThat(bot.post(messages(dm), second).body().at("/components/0/id").asInt()).isEqualTo(1);
  }

  @Test
  void anEnforcedNonceGivesTheSameMessageUntilItIsForgotten() {
    ObjectNode form =
        Json.object().put("content", "once").put("nonce", "n1").put("enforce_nonce", true);
    RawBot.Result first = bot.post(messages(dm), form);
    RawBot.Result again = bot.post(messages(dm), form);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(first.body().path("nonce").asText()).isEqualTo("n1");
    assertThat(bot.get(messages(dm)).body()).hasSize(1);
    assertThat(bot.get(messages(dm)).body().get(0).has("nonce")).isFalse();
    people.advanceClock(Duration.ofMinutes(4));
    assertThat(bot.post(messages(dm), form).id()).isNotEqualTo(first.id());
  }

  @Test
  void historyIsPagedInAllDirections() {
    for (int i = 1; i <= 9; i++) {
      people.sendDm(alice, "m" + i);
    }
    List<JsonNode> all = people.readDm(alice);
    String fifth = all.get(4).path("id").asText();

    assertThat(page("?limit=2")).containsExactly("m9", "m8");
    assertThat(page("?limit=2&before=" + fifth)).containsExactly("m4", "m3");
    assertThat(page("?limit=2&after=" + fifth)).containsExactly("m7", "m6");
    assertThat(page("?limit=3&around=" + fifth)).containsExactly("m6", "m5", "m4");
    assertThat(error(bot.get(messages(dm) + "?limit=101").body(), "/limit"))
        .isEqualTo("NUMBER_TYPE_MAX");
  }

  private List<String> page(String query) {
    return bot.get(messages(dm) + query)
        .body()
        .valueStream()
        .map(m -> m.path("content").asText())
        .toList();
  }

  @Test
  void closedDmsAndLostMembersAreRefusedWith50007() {
    people.openDms(alice, false);
    assertThat(bot.say(dm, "hello").code()).isEqualTo(50007);
    people.openDms(alice, true);
    people.leave(sandbox.world().communityGuild(), alice);
    assertThat(bot.say(dm, "hello").code()).isEqualTo(50007);
    assertThatThrownBy(() -> people.sendDm(alice, "hello")).hasMessageContaining("50007");
  }

  @Test
  void aFullCategoryAndAFullGuildAreRefused() {
    String inbox = Long.toString(sandbox.world().staff().inboxCategory());
    ObjectNode form = Json.object().put("name", "Ticket 1").put("parent_id", inbox);
    RawBot.Result first = bot.post("/guilds/" + staffGuild + "/channels", form);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.body().path("name").asText()).isEqualTo("ticket-1");
    for (int i = 2; i <= 50; i++) {
      people.createChannel(staffGuild, form);
    }
    assertThat(error(bot.post("/guilds/" + staffGuild + "/channels", form).body(), "/parent_id"))
        .isEqualTo("CHANNEL_PARENT_MAX_CHANNELS");
    form.remove("parent_id");
    while (people.channels(staffGuild).size() < 500) {
      people.createChannel(staffGuild, form);
    }
    assertThat(bot.post("/guilds/" + staffGuild + "/channels", form).code()).isEqualTo(30013);
  }

  @Test
  void unknownAndForbiddenThingsHaveTheirCodes() {
    assertThat(bot.get("/channels/1").code()).isEqualTo(10003);
    assertThat(bot.get("/guilds/1").code()).isEqualTo(10004);
    assertThat(bot.get(messages(dm) + "/1").code()).isEqualTo(10008);
    assertThat(bot.get("/users/1").code()).isEqualTo(10013);
    assertThat(bot.get("/guilds/" + staffGuild + "/members/" + alice).code()).isEqualTo(10007);
    long own = Json.id(people.sendDm(alice, "mine"), "id");
    assertThat(bot.patch(messages(dm) + "/" + own, Json.object().put("content", "x")).code())
        .isEqualTo(50005);
    assertThat(bot.delete(messages(dm) + "/" + own).code()).isEqualTo(50003);
    ObjectNode deny =
        Json.object().put("type", 1).put("deny", Long.toString(Permissions.VIEW_CHANNEL));
    bot.put("/channels/" + lounge + "/permissions/" + sandbox.world().bot(), deny);
    assertThat(bot.get("/channels/" + lounge).code()).isEqualTo(50001);
  }

  @Test
  void missingPermissionsAre50013() {
    long general = sandbox.world().generalChannel();
    ObjectNode deny =
        Json.object().put("type", 1).put("deny", Long.toString(Permissions.SEND_MESSAGES));
    bot.put("/channels/" + general + "/permissions/" + sandbox.world().bot(), deny);
    assertThat(bot.say(general, "x").code()).isEqualTo(50013);
    assertThat(bot.say(general, "x").status()).isEqualTo(403);
  }

  @Test
  void mentionsPingOnlyWhomTheyMay() {
    String everybody = "@everyone <@" + alice + ">";
    JsonNode pinged = bot.say(sandbox.world().generalChannel(), everybody).body();
    assertThat(pinged.path("mention_everyone").asBoolean()).isTrue();
    assertThat(pinged.path("mentions")).hasSize(1);
    ObjectNode quiet = Json.object().put("content", everybody);
    quiet.putObject("allowed_mentions").putArray("parse");
    JsonNode silent = bot.post(messages(sandbox.world().generalChannel()), quiet).body();
    assertThat(silent.path("mention_everyone").asBoolean()).isFalse();
    assertThat(silent.path("mentions")).isEmpty();
  }

  @Test
  void filesAreServedUntilTheirLinksExpire() throws Exception {
    byte[] content = "a file\r\nof two lines".getBytes(StandardCharsets.UTF_8);
    JsonNode message =
        bot.upload(dm, "note 1.txt", content, Json.object().put("content", "see")).body();
    JsonNode attachment = message.path("attachments").get(0);

    assertThat(attachment.path("filename").asText()).isEqualTo("note_1.txt");
    assertThat(attachment.path("size").asInt()).isEqualTo(content.length);
    String url = attachment.path("url").asText();
    assertThat(plain(url).body()).isEqualTo("a file\r\nof two lines");
    people.advanceClock(Duration.ofHours(25));
    assertThat(plain(url).statusCode()).isEqualTo(404);
    JsonNode refreshed = bot.get(messages(dm) + "/" + message.path("id").asText()).body();
    assertThat(plain(refreshed.at("/attachments/0/url").asText()).statusCode()).isEqualTo(200);
    assertThat(plain(url.replace("note_1", "note_2")).statusCode()).isEqualTo(404);
  }

  @Test
  void anUploadAboveTheLimitIs40005() {
    RawBot.Result result = bot.upload(dm, "big.bin", new byte[(10 << 20) + 1], Json.object());
    assertThat(result.status()).isEqualTo(413);
    assertThat(result.code()).isEqualTo(40005);
  }

  @Test
  void repliesAndForwardsCarryTheirOriginals() {
    long original = Json.id(people.sendDm(alice, "original"), "id");
    ObjectNode reply = Json.object().put("content", "reply");
    reply.putObject("message_reference").put("message_id", Long.toString(original));
    JsonNode replied = bot.post(messages(dm), reply).body();
    assertThat(replied.path("type").asInt()).isEqualTo(19);
    assertThat(replied.at("/referenced_message/content").asText()).isEqualTo("original");
    ObjectNode forward = Json.object();
    forward
        .putObject("message_reference")
        .put("type", 1)
        .put("message_id", Long.toString(original))
        .put("channel_id", Long.toString(dm));
    JsonNode forwarded = bot.post(messages(lounge), forward).body();
    assertThat(forwarded.at("/message_snapshots/0/message/content").asText()).isEqualTo("original");
    reply.withObject("/message_reference").put("message_id", "1");
    assertThat(error(bot.post(messages(dm), reply).body(), "/message_reference"))
        .isEqualTo("REPLIES_UNKNOWN_MESSAGE");
  }

  @Test
  void stickersPollsAndVoiceMessagesAreShown() {
    ObjectNode sticker = Json.object();
    sticker.putArray("sticker_ids").add("749054660769218631");
    assertThat(people.sendDm(alice, sticker).at("/sticker_items/0/name").asText())
        .isEqualTo("Wave");
    ObjectNode poll = Json.object();
    ObjectNode form = poll.putObject("poll");
    form.putObject("question").put("text", "Tea?");
    form.putArray("answers").addObject().putObject("poll_media").put("text", "Yes");
    JsonNode asked = people.sendDm(alice, poll);
    assertThat(asked.at("/poll/answers/0/answer_id").asInt()).isEqualTo(1);
    people.call(
        "PUT",
        "/control/users/"
            + alice
            + "/channels/"
            + dm
            + "/messages/"
            + asked.path("id").asText()
            + "/votes/1",
        Json.object());
    JsonNode seen = bot.get(messages(dm) + "/" + asked.path("id").asText()).body();
    assertThat(seen.at("/poll/results/answer_counts/0/count").asInt()).isEqualTo(1);
  }

  @Test
  void reactionsAreCounted() {
    long message = bot.say(dm, "react").id();
    people.react(alice, dm, message, "👍");
    assertThat(bot.put(messages(dm) + "/" + message + "/reactions/%F0%9F%91%8D/@me").status())
        .isEqualTo(204);
    JsonNode seen = bot.get(messages(dm) + "/" + message).body();
    assertThat(seen.at("/reactions/0/count").asInt()).isEqualTo(2);
    assertThat(seen.at("/reactions/0/me").asBoolean()).isTrue();
    assertThat(bot.get(messages(dm) + "/" + message + "/reactions/%F0%9F%91%8D").body()).hasSize(2);
  }

  @Test
  void threadsAndForumPostsAreStarted() {
    ObjectNode form = Json.object().put("name", "a thread").put("type", 11);
    RawBot.Result thread = bot.post("/channels/" + lounge + "/threads", form);
    assertThat(thread.status()).isEqualTo(201);
    assertThat(bot.say(thread.id(), "inside").status()).isEqualTo(200);
    assertThat(bot.get("/guilds/" + staffGuild + "/threads/active").body().path("threads"))
        .hasSize(1);
    ObjectNode archive = Json.object().put("archived", true).put("locked", true);
    assertThat(
            bot.patch("/channels/" + thread.id(), archive)
                .body()
                .at("/thread_metadata/locked")
                .asBoolean())
        .isTrue();
    long forum =
        people.channels(sandbox.world().communityGuild()).stream()
            .filter(c -> c.path("type").asInt() == 15)
            .mapToLong(c -> Json.id(c, "id"))
            .findFirst()
            .orElseThrow();
    ObjectNode post = Json.object().put("name", "an idea");
    post.putObject("message").put("content", "first");
    RawBot.Result posted = bot.post("/channels/" + forum + "/threads", post);
    assertThat(posted.status()).isEqualTo(201);
    assertThat(posted.body().at("/message/content").asText()).isEqualTo("first");
  }

  @Test
  void theRestOfTheRoutesAnswers() {
    for (String path :
        List.of(
            "/users/@me",
            "/users/@me/guilds",
            "/users/" + alice,
            "/gateway",
            "/gateway/bot",
            "/applications/@me",
            "/oauth2/applications/@me",
            "/guilds/" + staffGuild,
            "/guilds/" + staffGuild + "?with_counts=true",
            "/guilds/" + staffGuild + "/channels",
            "/guilds/" + staffGuild + "/roles",
            "/guilds/" + staffGuild + "/members?limit=100",
            "/guilds/" + staffGuild + "/members/" + sandbox.world().bot(),
            "/guilds/" + staffGuild + "/members/search?query=s&limit=5",
            "/guilds/" + staffGuild + "/bans",
            "/channels/" + dm,
            "/channels/" + lounge)) {
      assertThat(bot.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(bot.post("/channels/" + dm + "/typing", Json.object()).status()).isEqualTo(204);
    RawBot.Result role =
        bot.post("/guilds/" + staffGuild + "/roles", Json.object().put("name", "Extra"));
    assertThat(role.status()).isEqualTo(200);
    assertThat(bot.say(lounge, "pin me").status()).isEqualTo(200);
    long last = bot.say(lounge, "and me").id();
    assertThat(bot.put(messages(lounge) + "/pins/" + last).status()).isEqualTo(204);
    assertThat(bot.get(messages(lounge) + "/pins").body().path("items")).hasSize(1);
    assertThat(bot.delete(messages(lounge) + "/" + last).status()).isEqualTo(204);
  }

  @Test
  void foreignSitesAreRefused() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(sandbox.url() + "/control/world"))
              .header("Origin", "http://evil.example")
              .header("X-Sandbox-Token", sandbox.controlToken())
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(403);
    }
    assertThat(plain(sandbox.url() + "/control/world").statusCode()).isEqualTo(401);
    assertThat(SandboxClient.at(sandbox.url(), sandbox.controlToken()).world().path("users"))
        .isNotEmpty();
  }
}
