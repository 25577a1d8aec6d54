package dev.switchboard.sandbox.control;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.sandbox.world.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Commands, buttons, menus and forms of the bot, used on the page. Done in Chromium; the test is
 * the bot.
 */
@Tag("browser")
class PageInteractionsTest extends OpenPage {
  @Test
  void aCommandIsFoundFilledRunAndAnswered() {
    register(Commands.REPLY);
    composer(staff()).pressSequentially("/rep");
    assertThat(staff().locator(".commands [role=option]")).containsText("/reply");
    composer(staff()).press("Enter");
    Locator form = staff().locator(".command-form");
    assertThat(form.locator(".required")).hasCount(1);
    form.getByLabel("text").fill("hello there");
    form.getByLabel("anonymous").selectOption("true");
    form.getByLabel("times").fill("3");
    form.getByLabel("file").setInputFiles(Chromium.file("cat.png", PICTURE));
    press(form, "Run");

    JsonNode call = event("INTERACTION_CREATE", 1);
    JsonNode options = call.path("data").path("options");
    assertThat(options.findValuesAsText("value").subList(0, 3))
        .containsExactly("hello there", "true", "3");
    assertThat(call.path("data").path("resolved").path("attachments")).hasSize(1);
    answer(call, Json.object().put("type", 5).set("data", Json.object().put("flags", 64)));
    assertThat(lastMessage(staff()).locator(".thinking")).containsText("Switchboard is thinking");
    bot.patch(original(call), Json.object().put("content", "sent"));
    assertThat(lastMessage(staff())).containsText("sent");
    assertThat(lastMessage(staff())).containsText("Only you can see this");
    button(lastMessage(staff()), "Dismiss message").click();
    assertThat(messages(staff())).hasCount(0);
  }

  @Test
  void aCommandThatNobodyAnswersIsSaidToHaveFailed() {
    register(Commands.REPLY);
    composer(staff()).fill("/reply hello");
    composer(staff()).press("Enter");
    assertThat(staff().locator(".command-form").getByLabel("text")).hasValue("hello");
    staff().locator(".command-form").getByLabel("text").press("Enter");
    event("INTERACTION_CREATE", 1);
    sandbox.client().advanceClock(Duration.ofSeconds(5));

    assertThat(page.getByRole(AriaRole.ALERT)).hasText("The application did not respond.");
  }

  @Test
  void choicesAreCompletedWhileTyping() {
    register(Commands.SNIPPET);
    composer(staff()).fill("/snippet show");
    composer(staff()).press("Enter");
    staff().locator(".command-form").getByLabel("name").fill("gr");

    JsonNode asked = focusedWith("gr");
    ObjectNode answer = Json.object().put("type", 8);
    answer
        .withObject("/data")
        .putArray("choices")
        .addObject()
        .put("name", "Greeting")
        .put("value", "greeting");
    answer(asked, answer);
    assertThat(staff().locator(".command-form datalist option")).hasText("Greeting");
  }

  @Test
  void buttonsSelectsAndModalsAreUsed() {
    bot.post("/channels/" + lounge + "/messages", Commands.PANEL);
    button(lastMessage(staff()), "Fill in").click();
    JsonNode click = event("INTERACTION_CREATE", 1);
    assertThat(click.path("data").path("custom_id").asText()).isEqualTo("open");
    answer(click, Commands.MODAL);

    Locator dialog =
        page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Close it"));
    dialog.getByLabel("Reason").fill("all good");
    press(dialog, "Submit");
    JsonNode submitted = event("INTERACTION_CREATE", 2);
    assertThat(submitted.path("data").findValuesAsText("value")).containsExactly("all good");
    answer(
        submitted,
        Json.object().put("type", 4).set("data", Json.object().put("content", "closed: all good")));
    assertThat(lastMessage(staff())).containsText("closed: all good");
    assertThat(dialog).hasCount(0);

    messages(staff()).first().getByLabel("Pick one").selectOption("b");
    JsonNode chosen = event("INTERACTION_CREATE", 3);
    assertThat(chosen.path("data").path("values").path(0).asText()).isEqualTo("b");
    answer(
        chosen,
        Json.object().put("type", 7).set("data", Json.object().put("content", "you took b")));
    assertThat(messages(staff()).first()).containsText("you took b");
  }

  @Test
  void aMessageMenuIsRunByMouseAndKeyboard() {
    register(Commands.MENU);
    sandbox.client().send(sandbox.world().person("sam"), lounge, "the note");
    messages(staff())
        .first()
        .click(
            new Locator.ClickOptions()
                .setButton(com.microsoft.playwright.options.MouseButton.RIGHT));
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Edit reply"))
        .press("Enter");

    JsonNode call = event("INTERACTION_CREATE", 1);
    assertThat(call.path("data").path("resolved").path("messages")).hasSize(1);
    answer(
        call,
        Json.object()
            .put("type", 4)
            .set("data", Json.object().put("content", "edited").put("flags", 64)));
    assertThat(lastMessage(staff())).containsText("edited");
  }

  /** The question for completion of what was typed; earlier ones asked about less. */
  private JsonNode focusedWith(String typed) {
    await().atMost(Duration.ofSeconds(30)).until(() -> asks(typed).size() == 1);
    return asks(typed).getFirst();
  }

  private List<JsonNode> asks(String typed) {
    return line.events("INTERACTION_CREATE").stream()
        .filter(e -> e.path("data").path("options").findValuesAsText("value").contains(typed))
        .toList();
  }

  private void register(String commands) {
    var path =
        "/applications/"
            + sandbox.world().bot()
            + "/guilds/"
            + sandbox.world().staff().guild()
            + "/commands";
    assertThat(bot.put(path, Commands.read(commands)).status()).isEqualTo(200);
  }

  private void answer(JsonNode interaction, JsonNode answer) {
    var path =
        "/interactions/"
            + interaction.path("id").asText()
            + "/"
            + interaction.path("token").asText()
            + "/callback";
    assertThat(bot.post(path, answer).status()).isEqualTo(204);
  }

  private String original(JsonNode interaction) {
    return "/webhooks/"
        + sandbox.world().bot()
        + "/"
        + interaction.path("token").asText()
        + "/messages/@original";
  }

  /** What the bot registers and posts. */
  private static final class Commands {
    static final String REPLY =
        """
        [{"name":"reply","description":"Answers the member","options":[
          {"type":3,"name":"text","description":"what to say","required":true},
          {"type":5,"name":"anonymous","description":"without a name"},
          {"type":4,"name":"times","description":"how often","min_value":1,"max_value":5},
          {"type":11,"name":"file","description":"a file"}]}]\
        """;
    static final String SNIPPET =
        """
        [{"name":"snippet","description":"Prepared answers","options":[
          {"type":1,"name":"show","description":"Shows one","options":[
            {"type":3,"name":"name","description":"which","required":true,"autocomplete":true}]}]}]\
        """;
    static final String MENU = "[{\"name\":\"Edit reply\",\"type\":3}]";
    static final JsonNode PANEL =
        read(
            """
            {"content":"What now?","components":[
              {"type":1,"components":[{"type":2,"style":1,"label":"Fill in","custom_id":"open"}]},
              {"type":1,"components":[{"type":3,"custom_id":"pick","placeholder":"Pick one","options":[
                {"label":"A","value":"a"},{"label":"B","value":"b"}]}]}]}\
            """);
    static final JsonNode MODAL =
        read(
            """
            {"type":9,"data":{"custom_id":"close","title":"Close it","components":[
              {"type":1,"components":[
                {"type":4,"custom_id":"reason","style":2,"label":"Reason","required":true}]}]}}\
            """);

    private static JsonNode read(String json) {
      return Json.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)).orElseThrow();
    }
  }
}
