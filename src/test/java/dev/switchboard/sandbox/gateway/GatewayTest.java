package dev.switchboard.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayTest {
  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;
  private SandboxClient people;
  private RawBot bot;
  private long alice;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    people = sandbox.client();
    bot = new RawBot(sandbox);
    alice = sandbox.world().person("alice");
  }

  @AfterEach
  void stop() {
    bot.close();
    sandbox.close();
  }

  private static List<String> contents(RawBot.Line line) {
    return line.events("MESSAGE_CREATE").stream().map(m -> m.path("content").asText()).toList();
  }

  private static void awaitContents(RawBot.Line line, String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(contents(line)).containsExactly(expected));
  }

  private int closeAfterIdentifying(ObjectNode identity) {
    RawBot.Line line = bot.connect();
    line.send(2, identity);
    return line.awaitClose();
  }

  private ObjectNode identity(long intents) {
    return RawBot.Line.identity(bot.token(), intents);
  }

  @Test
  void everyFrameHasASequenceAndAType() {
    RawBot.Line line = bot.identified();
    line.send(1, Json.object());
    line.awaitOp(11);

    assertThat(line.frames()).allMatch(frame -> frame.has("s") && frame.has("t"));
    assertThat(line.awaitOp(10).path("d").path("heartbeat_interval").asInt()).isEqualTo(41_250);
  }

  @Test
  void readyNamesTheGuildsAndWhereToResume() {
    JsonNode ready = bot.identified().events("READY").getFirst();

    assertThat(ready.path("resume_gateway_url").asText()).startsWith("ws://127.0.0.1:");
    assertThat(ready.path("guilds")).hasSize(2).allMatch(g -> g.path("unavailable").asBoolean());
    assertThat(ready.path("user").path("username").asText()).isEqualTo("Switchboard");
  }

  @Test
  void aResumedSessionHearsWhatItMissedAndNothingTwice() {
    RawBot.Line first = bot.identified();
    people.sendDm(alice, "one");
    awaitContents(first, "one");
    first.cut();
    people.sendDm(alice, "two");
    people.sendDm(alice, "three");

    RawBot.Line second = bot.connect();
    second.resume(bot.token(), first.session(), first.lastSequence());
    second.awaitEvent("RESUMED");

    assertThat(contents(second)).containsExactly("two", "three");
  }

  @Test
  void aSessionThatTheClientClosedWith1000IsOver() {
    RawBot.Line first = bot.identified();
    first.leave(1000);
    await().until(() -> people.sessions().isEmpty());

    RawBot.Line second = bot.connect();
    second.resume(bot.token(), first.session(), first.lastSequence());

    assertThat(second.awaitOp(9).path("d").asBoolean()).isFalse();
  }

  @Test
  void aSessionThatTheClientClosedWith4000CanBeResumed() {
    RawBot.Line first = bot.identified();
    first.leave(4000);
    await().until(() -> !people.sessions().getFirst().path("connected").asBoolean());
    people.sendDm(alice, "missed");

    RawBot.Line second = bot.connect();
    second.resume(bot.token(), first.session(), first.lastSequence());

    awaitContents(second, "missed");
  }

  @Test
  void anUnknownOpcodeClosesWith4001() {
    RawBot.Line line = bot.identified();
    line.send("{\"op\":99,\"d\":null}");
    assertThat(line.awaitClose()).isEqualTo(4001);
  }

  @Test
  void whatIsNoPayloadClosesWith4002() {
    RawBot.Line line = bot.connect();
    line.send("what?");
    assertThat(line.awaitClose()).isEqualTo(4002);
  }

  @Test
  void askingBeforeIdentifyingClosesWith4003() {
    RawBot.Line line = bot.connect();
    line.send(8, Json.object().put("guild_id", "1"));
    assertThat(line.awaitClose()).isEqualTo(4003);
  }

  @Test
  void aWrongTokenClosesWith4004() {
    assertThat(closeAfterIdentifying(identity(0).put("token", "MQ.xxxxxx.wrong"))).isEqualTo(4004);
  }

  @Test
  void identifyingTwiceClosesWith4005() {
    RawBot.Line line = bot.identified();
    line.identify(bot.token(), 0);
    assertThat(line.awaitClose()).isEqualTo(4005);
  }

  @Test
  void resumingFromTheFutureClosesWith4007() {
    RawBot.Line first = bot.identified();
    first.cut();
    RawBot.Line second = bot.connect();
    second.resume(bot.token(), first.session(), 1_000_000);
    assertThat(second.awaitClose()).isEqualTo(4007);
  }

  @Test
  void moreThan120FramesAMinuteCloseWith4008() {
    RawBot.Line line = bot.identified();
    for (int i = 0; i < 120; i++) {
      line.send(
          "{\"op\":3,\"d\":{\"since\":null,\"activities\":[],\"status\":\"online\",\"afk\":false}}");
    }
    assertThat(line.awaitClose()).isEqualTo(4008);
  }

  @Test
  void aClientWithoutHeartbeatsIsClosedWith4009() {
    SandboxSettings quick =
        SandboxSettings.inMemory()
            .withTimings(SandboxSettings.Timings.discord().withHeartbeat(Duration.ofMillis(300)));
    try (Sandbox other = Sandbox.start(quick, checked);
        RawBot silent = new RawBot(other)) {
      assertThat(silent.identified().awaitClose()).isEqualTo(4009);
    }
  }

  @Test
  void aShardOutOfRangeClosesWith4010() {
    ObjectNode identity = identity(0);
    identity.putArray("shard").add(2).add(2);
    assertThat(closeAfterIdentifying(identity)).isEqualTo(4010);
  }

  @Test
  void tooFewShardsCloseWith4011() {
    people.call("PATCH", "/control/bots/" + sandbox.world().bot(), Json.object().put("shards", 2));
    assertThat(closeAfterIdentifying(identity(0))).isEqualTo(4011);
  }

  @Test
  void anUnknownVersionClosesWith4012() {
    assertThat(bot.connect("?v=99&encoding=json").awaitClose()).isEqualTo(4012);
  }

  @Test
  void unknownIntentsCloseWith4013() {
    assertThat(closeAfterIdentifying(identity(1L << 40))).isEqualTo(4013);
  }

  @Test
  void intentsThatThePortalDoesNotAllowCloseWith4014() {
    people.call(
        "PATCH", "/control/bots/" + sandbox.world().bot(), Json.object().put("allowed_intents", 0));
    assertThat(closeAfterIdentifying(identity(1L << 15))).isEqualTo(4014);
  }

  @Test
  void contentOfGuildMessagesIsBlankWithoutItsIntent() {
    RawBot.Line line = bot.connect();
    line.identify(bot.token(), 1L << 9 | 1L << 12);
    line.awaitEvent("READY");
    long general = sandbox.world().generalChannel();
    people.send(alice, general, "secret");
    people.send(alice, general, "hello <@" + sandbox.world().bot() + ">");
    people.sendDm(alice, "in a DM");

    awaitContents(line, "", "hello <@" + sandbox.world().bot() + ">", "in a DM");
  }

  @Test
  void eventsWithoutTheirIntentAreNotSent() {
    RawBot.Line line = bot.connect();
    line.identify(bot.token(), 1L << 12);
    line.awaitEvent("READY");
    people.send(alice, sandbox.world().generalChannel(), "unheard");
    people.sendDm(alice, "heard");

    awaitContents(line, "heard");
  }

  @Test
  void membersAreToldInChunks() {
    RawBot.Line line = bot.identified();
    ObjectNode request =
        Json.object().put("guild_id", Long.toString(sandbox.world().communityGuild()));
    line.send(8, request.put("query", "").put("limit", 0).put("nonce", "n"));

    JsonNode chunk = line.awaitEvent("GUILD_MEMBERS_CHUNK");

    assertThat(chunk.path("members")).hasSize(8);
    assertThat(chunk.path("nonce").asText()).isEqualTo("n");
  }

  @Test
  void theDaysStartsAreCounted() {
    bot.identified();
    JsonNode limit = bot.get("/gateway/bot").body().path("session_start_limit");

    assertThat(limit.path("remaining").asInt()).isEqualTo(999);
  }

  @Test
  void faultsStrikeTheGateway() {
    RawBot.Line line = bot.identified();
    people.gateway("swallow_acknowledgements", Json.object().put("count", 1));
    line.send(1, Json.object());
    people.gateway("reconnect", Json.object());
    line.awaitOp(7);
    assertThat(line.frames()).noneMatch(frame -> frame.path("op").asInt() == 11);
    people.gateway("invalidate", Json.object().put("resumable", true));
    assertThat(line.awaitOp(9).path("d").asBoolean()).isTrue();

    line.resume(bot.token(), line.session(), line.lastSequence());
    line.awaitEvent("RESUMED");
    people.gateway("close", Json.object().put("code", 4123));
    assertThat(line.awaitClose()).isEqualTo(4123);
  }

  @Test
  void aResumeIsBrokenWithoutACodeAndLaterTheSessionIsStillThere() {
    RawBot.Line first = bot.identified();
    first.cut();
    for (String how : List.of("cut", "close")) {
      people.gateway("break_resumes", Json.object().put("count", 1).put("how", how));
      RawBot.Line broken = bot.connect();
      broken.resume(bot.token(), first.session(), first.lastSequence());
      assertThat(broken.awaitClose()).isIn(1005, 1006);
      assertThat(broken.events("RESUMED")).isEmpty();
    }

    RawBot.Line second = bot.connect();
    second.resume(bot.token(), first.session(), first.lastSequence());

    second.awaitEvent("RESUMED");
  }

  @Test
  void aPayloadIsMutatedOnDemand() {
    RawBot.Line line = bot.identified();
    ObjectNode rule = Json.object().put("type", "MESSAGE_CREATE").put("kind", "nulls");
    rule.putArray("fields").add("flags");
    rule.putObject("set").put("surprise", 1);
    people.gateway("mutate", rule);
    people.sendDm(alice, "odd");

    JsonNode message = line.awaitEvent("MESSAGE_CREATE");

    assertThat(message.path("flags").isNull()).isTrue();
    assertThat(message.path("surprise").asInt()).isEqualTo(1);
  }

  @Test
  void aBotHearsOfAGuildThatItIsInvitedTo() {
    RawBot.Line line = bot.identified();
    ObjectNode form = Json.object().put("name", "New").put("owner_id", Long.toString(alice));
    String guild = people.call("POST", "/control/guilds", form).path("id").asText();

    people.join(Long.parseLong(guild), sandbox.world().bot());

    await().until(() -> line.events("GUILD_CREATE").size() == 3);
    assertThat(line.events("GUILD_CREATE").getLast().path("id").asText()).isEqualTo(guild);
  }

  @Test
  void ofAChannelThatTheBotCannotSeeItIsToldNothingButThatThereIsOne() {
    long channel = sandbox.world().staff().lounge();
    RawBot.Line line = bot.identified();
    ObjectNode hidden = Json.object();
    hidden
        .putArray("permission_overwrites")
        .addObject()
        .put("id", Long.toString(sandbox.world().bot()))
        .put("type", 1)
        .put("deny", Long.toString(Permissions.VIEW_CHANNEL));
    people.call("PATCH", "/control/channels/" + channel, hidden);
    people.send(sandbox.world().person("sam"), channel, "among us");
    ObjectNode shown = Json.object().put("name", "parlour");
    shown.putArray("permission_overwrites");
    people.call("PATCH", "/control/channels/" + channel, shown);
    people.sendDm(alice, "afterwards");
    awaitContents(line, "afterwards");

    List<JsonNode> told = line.events("CHANNEL_UPDATE");
    assertThat(told)
        .extracting(update -> update.path("name").asText())
        .containsExactly("___hidden___", "parlour");
    assertThat(told.getFirst().path("flags").asInt()).isEqualTo(1 << 17);
    assertThat(told.getFirst().has("topic")).isTrue();
    assertThat(told.getFirst().path("permission_overwrites"))
        .singleElement()
        .satisfies(
            one -> assertThat(one.path("id").asLong()).isEqualTo(sandbox.world().staff().guild()));
  }

  /** Whatever takes the right away or gives it: what is seen of each channel is told anew. */
  @Test
  void whatABotComesToSeeIsToldAnewAndTheListOfChannelsLeavesOutTheRest() {
    long inbox = sandbox.world().staff().inboxCategory();
    long guild = sandbox.world().staff().guild();
    RawBot.Line line = bot.identified();
    String role =
        line.events("GUILD_CREATE").stream()
            .filter(one -> one.path("id").asLong() == guild)
            .flatMap(one -> one.path("members").valueStream())
            .filter(one -> one.path("user").path("id").asLong() == sandbox.world().bot())
            .map(one -> one.path("roles").path(0).asText())
            .findFirst()
            .orElseThrow();
    String path =
        "/control/guilds/%d/members/%d/roles/%s".formatted(guild, sandbox.world().bot(), role);
    int before = bot.get("/guilds/" + guild + "/channels").body().size();
    people.call("DELETE", path, Json.object());
    assertThat(bot.get("/guilds/" + guild + "/channels").body().size()).isEqualTo(before - 2);
    people.call("PUT", path, Json.object());
    people.sendDm(alice, "afterwards");
    awaitContents(line, "afterwards");

    assertThat(line.events("CHANNEL_UPDATE"))
        .filteredOn(one -> one.path("id").asLong() == inbox)
        .extracting(one -> one.path("name").asText())
        .containsExactly("___hidden___", "Inbox");
  }

  @Test
  void onlookersAreToldWhatHappens() throws Exception {
    String address = sandbox.url() + "/control/events?token=" + sandbox.controlToken();
    try (HttpClient http = HttpClient.newHttpClient()) {
      List<String> told = new CopyOnWriteArrayList<>();
      InputStream stream =
          http.send(
                  HttpRequest.newBuilder(URI.create(address)).build(),
                  HttpResponse.BodyHandlers.ofInputStream())
              .body();
      Thread.ofVirtual().start(() -> readLines(stream, told));
      await().until(() -> told.contains(": alive"));
      people.sendDm(alice, "seen by all");

      await()
          .until(() ->
              told.stream().anyMatch(s -> s.startsWith("data: ") && s.contains("seen by all")));
      assertThat(told).contains("event: MESSAGE_CREATE");
      http.shutdownNow();
    }
  }

  private static void readLines(InputStream from, List<String> into) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      lines.lines().forEach(into::add);
    } catch (IOException | UncheckedIOException e) {
      into.add("ended: " + e.getMessage()); // the test closes its client while the stream goes on
    }
  }
}
