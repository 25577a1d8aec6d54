package dev.switchboard.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import dev.switchboard.sandbox.rest.CheckedRest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoredInteractionTest {
  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;
  private SandboxClient people;
  private RawBot bot;
  private RawBot.Line line;
  private long sam;
  private long lounge;
  private String commands;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    people = sandbox.client();
    bot = new RawBot(sandbox);
    sam = sandbox.world().person("sam");
    lounge = sandbox.world().staff().lounge();
    commands =
        "/applications/"
            + sandbox.world().bot()
            + "/guilds/"
            + sandbox.world().staff().guild()
            + "/commands";
    line = bot.identified();
    ArrayNode list = Json.array();
    ObjectNode reply = list.addObject().put("name", "reply").put("description", "Answers");
    reply
        .withArray("/options")
        .addObject()
        .put("type", 3)
        .put("name", "text")
        .put("description", "What")
        .put("required", true);
    reply
        .withArray("/options")
        .addObject()
        .put("type", 5)
        .put("name", "anonymous")
        .put("description", "Hidden");
    list.addObject().put("name", "Edit").put("type", 3);
    list.addObject()
        .put("name", "admin")
        .put("description", "x")
        .put("default_member_permissions", "0");
    assertThat(bot.put(commands, list).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    bot.close();
    sandbox.close();
  }

  private JsonNode run() {
    people.runCommand(sam, lounge, "reply", Json.object().put("text", "hello"));
    return line.awaitEvent("INTERACTION_CREATE");
  }

  private RawBot.Result callback(JsonNode interaction, int type, JsonNode data) {
    ObjectNode form = Json.object().put("type", type);
    form.set("data", data);
    return bot.post(
        "/interactions/"
            + interaction.path("id").asText()
            + "/"
            + interaction.path("token").asText()
            + "/callback?with_response=true",
        form);
  }

  private String webhook(JsonNode interaction) {
    return "/webhooks/" + sandbox.world().bot() + "/" + interaction.path("token").asText();
  }

  private static ObjectNode text(String text) {
    return Json.object().put("content", text);
  }

  @Test
  void aCommandReachesTheBotWithItsOptions() {
    JsonNode interaction = run();

    assertThat(interaction.at("/data/name").asText()).isEqualTo("reply");
    assertThat(interaction.at("/data/options/0/value").asText()).isEqualTo("hello");
    assertThat(interaction.at("/member/user/username").asText()).isEqualTo("sam");
    assertThat(callback(interaction, 4, text("answered")).status()).isEqualTo(200);
    JsonNode shown = people.interaction(Json.id(interaction, "id"));
    assertThat(shown.at("/response/content").asText()).isEqualTo("answered");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> people.runCommand(sam, lounge, "reply", Json.object()))
        .hasMessageContaining("BASE_TYPE_REQUIRED");
    assertThatThrownBy(
            () -> people.runCommand(sam, lounge, "reply", Json.object().put("text", 1).put("x", 1)))
        .hasMessageContaining("APPLICATION_COMMAND_OPTION");
  }

  @Test
  void whoLacksThePermissionDoesNotSeeTheCommand() {
    assertThat(people.commands(sam, lounge))
        .extracting(c -> c.path("name").asText())
        .containsExactly("reply", "Edit");
    assertThat(people.commands(sandbox.world().person("ada"), lounge)).hasSize(3);
  }

  @Test
  void anAnswerAfterThreeSecondsIs10062() {
    JsonNode interaction = run();
    people.advanceClock(Duration.ofSeconds(4));

    assertThat(callback(interaction, 5, Json.object()).code()).isEqualTo(10062);
    assertThat(people.interaction(Json.id(interaction, "id")).path("failed").asBoolean()).isTrue();
  }

  @Test
  void aSecondAnswerIs40060() {
    JsonNode interaction = run();
    callback(interaction, 5, Json.object());

    assertThat(callback(interaction, 4, text("again")).code()).isEqualTo(40060);
  }

  @Test
  void aDeferredAnswerIsCompletedAndFollowedUpForFifteenMinutes() {
    JsonNode interaction = run();
    assertThat(callback(interaction, 5, Json.object().put("flags", 64)).status()).isEqualTo(200);
    assertThat(bot.patch(webhook(interaction) + "/messages/@original", text("done")).status())
        .isEqualTo(200);
    assertThat(bot.post(webhook(interaction), text("more")).status()).isEqualTo(200);
    assertThat(people.read(sam, lounge))
        .extracting(m -> m.path("content").asText())
        .containsExactly("done", "more");
    assertThat(people.read(sandbox.world().person("sue"), lounge)).hasSize(1);
    assertThat(bot.get("/channels/" + lounge + "/messages").body()).hasSize(1);
    people.advanceClock(Duration.ofMinutes(16));
    assertThat(bot.post(webhook(interaction), text("late")).code()).isEqualTo(50027);
  }

  @Test
  void aButtonUpdatesItsMessage() {
    ObjectNode form = text("press");
    ObjectNode row = form.withArray("/components").addObject().put("type", 1);
    row.withArray("/components")
        .addObject()
        .put("type", 2)
        .put("style", 1)
        .put("label", "Go")
        .put("custom_id", "go");
    long message = bot.post("/channels/" + lounge + "/messages", form).id();
    people.use(sam, lounge, message, "go");
    JsonNode interaction = line.awaitEvent("INTERACTION_CREATE");

    assertThat(interaction.at("/message/id").asText()).isEqualTo(Long.toString(message));
    assertThat(callback(interaction, 7, text("pressed")).status()).isEqualTo(200);
    assertThat(people.read(sam, lounge).getFirst().path("content").asText()).isEqualTo("pressed");
    assertThatThrownBy(() -> people.use(sam, lounge, message, "gone"))
        .hasMessageContaining("COMPONENT");
  }

  @Test
  void aMenuOpensAModalWhoseTextIsSubmitted() {
    long message = Json.id(people.send(sam, lounge, "target"), "id");
    JsonNode started = people.runMenu(sam, lounge, "Edit", 3, message);
    JsonNode interaction = line.awaitEvent("INTERACTION_CREATE");
    assertThat(interaction.at("/data/resolved/messages/" + message + "/content").asText())
        .isEqualTo("target");
    ObjectNode modal = Json.object().put("title", "Edit").put("custom_id", "edit");
    ObjectNode row = modal.withArray("/components").addObject().put("type", 1);
    row.withArray("/components")
        .addObject()
        .put("type", 4)
        .put("custom_id", "text")
        .put("style", 2)
        .put("label", "Text");
    assertThat(callback(interaction, 9, modal).status()).isEqualTo(200);

    people.submitModal(sam, Json.id(started, "id"), Json.object().put("text", "new"));

    org.awaitility.Awaitility.await().until(() -> line.events("INTERACTION_CREATE").size() == 2);
    JsonNode submitted = line.events("INTERACTION_CREATE").getLast();
    assertThat(submitted.at("/data/components/0/components/0/value").asText()).isEqualTo("new");
    assertThat(callback(submitted, 4, text("edited")).status()).isEqualTo(200);
  }

  @Test
  void aMisspeltCommandIsRefused() {
    ObjectNode wrong = Json.object().put("name", "Not Lower").put("description", "");
    JsonNode errors = bot.post(commands, wrong).body().path("errors");
    assertThat(errors.at("/name/_errors/0/code").asText())
        .isEqualTo("APPLICATION_COMMAND_INVALID_NAME");
    assertThat(errors.at("/description/_errors/0/code").asText()).isEqualTo("BASE_TYPE_REQUIRED");
    RawBot.Result made =
        bot.post(commands, Json.object().put("name", "new").put("description", "d"));
    assertThat(made.status()).isEqualTo(201);
    assertThat(bot.get(commands).body()).hasSize(4);
    assertThat(bot.delete(commands + "/" + made.id()).status()).isEqualTo(204);
  }
}
