package dev.switchboard.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that a person can do on the page, done in Chromium; the test is the bot. */
class SandboxPageTest {
  private static final byte[] PICTURE = Chromium.picture();

  private static Chromium chromium;

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  private Sandbox sandbox;
  private RawBot bot;
  private RawBot.Line line;
  private Page page;
  private long dm;
  private long lounge;

  @BeforeAll
  static void findChromium() {
    chromium = Chromium.launch();
  }

  @AfterAll
  static void leaveChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void openThePage() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    bot = new RawBot(sandbox);
    line = bot.identified();
    dm = sandbox.client().dmChannel(sandbox.world().person("alice"));
    lounge = sandbox.world().staff().lounge();
    page = chromium.open(sandbox.pageUrl());
    assertThat(page.locator("body[data-ready]")).isVisible();
  }

  @AfterEach
  void nothingWentWrong() {
    page.context().close();
    assertThat(chromium.takeErrors()).isEmpty();
    line.cut();
    bot.close();
    sandbox.close();
  }

  @Test
  void aDmReachesTheBotAndItsAnswerIsShown() {
    choose("bob");
    write(members(), "help **me**");

    assertThat(lastMessage(members()).locator("strong").last()).hasText("me");
    JsonNode heard = event("MESSAGE_CREATE", 1);
    assertThat(heard.path("content").asText()).isEqualTo("help **me**");

    bot.say(Json.id(heard, "channel_id"), "we are on it");
    assertThat(lastMessage(members())).containsText("we are on it");
  }

  @Test
  void aPictureIsUploadedAndShown() {
    choose("alice");
    upload(members(), "cat.png", "look");

    Locator image = lastMessage(members()).locator("figure img");
    assertThat(image).isVisible();
    assertThat(image.evaluate("async i => (await i.decode(), i.naturalWidth)")).isEqualTo(8);
    JsonNode heard = event("MESSAGE_CREATE", 1);
    assertThat(heard.path("attachments").path(0).path("filename").asText()).isEqualTo("cat.png");
    assertThat(heard.path("content").asText()).isEqualTo("look");
  }

  @Test
  void aMemberEditsAndDeletesAndBothAreMarked() {
    choose("alice");
    write(members(), "frist");
    assertThat(lastMessage(members())).containsText("frist");

    lastMessage(members()).hover();
    press(lastMessage(members()), "Edit");
    members().getByLabel("Edit message").fill("first");
    members().getByLabel("Edit message").press("Enter");
    assertThat(lastMessage(members())).containsText("first(edited)");
    assertThat(event("MESSAGE_UPDATE", 1).path("content").asText()).isEqualTo("first");

    lastMessage(members()).hover();
    press(lastMessage(members()), "Delete");
    assertThat(lastMessage(members())).containsText("A message by Alice was deleted");
    event("MESSAGE_DELETE", 1);
  }

  @Test
  void aMemberRepliesAndReacts() {
    choose("alice");
    bot.say(dm, "what happened?");
    lastMessage(members()).hover();
    press(lastMessage(members()), "Reply");
    assertThat(members().getByText("Replying to Switchboard")).isVisible();
    write(members(), "it broke");

    assertThat(lastMessage(members()).locator(".quoted")).containsText("what happened?");
    JsonNode reply = event("MESSAGE_CREATE", 2);
    assertThat(reply.path("referenced_message").path("content").asText())
        .isEqualTo("what happened?");

    Locator asked = messages(members()).first();
    asked.hover();
    press(asked, "Add reaction");
    page.locator(".menu button.emoji").first().click();
    assertThat(asked.locator(".reaction")).hasAttribute("aria-pressed", "true");
    event("MESSAGE_REACTION_ADD", 1);
    asked.locator(".reaction").click();
    assertThat(asked.locator(".reaction")).hasCount(0);
    event("MESSAGE_REACTION_REMOVE", 1);
  }

  @Test
  void typingIsToldBothWays() {
    choose("alice");
    composer(members()).pressSequentially("hm");
    event("TYPING_START", 1);

    bot.post("/channels/" + dm + "/typing", Json.object());
    assertThat(members().locator(".status")).hasText("Switchboard is typing…");
  }

  @Test
  void stickersPollsVoiceMessagesAndForwardsAreSentAndShown() {
    choose("alice");
    more("Sticker: Wave");
    assertThat(lastMessage(members()).locator(".sticker")).containsText("Wave");

    more("Voice message");
    assertThat(lastMessage(members()).locator("audio")).isVisible();

    more("Poll…");
    page.getByLabel("Question").fill("Tea?");
    page.getByLabel("Answers, one a line").fill("yes\nno");
    page.locator("dialog .primary").click();
    lastMessage(members()).locator(".answer").first().click();
    assertThat(lastMessage(members()).locator(".poll")).containsText("1 vote,");
    event("MESSAGE_POLL_VOTE_ADD", 1);

    write(members(), "pass it on");
    lastMessage(members()).hover();
    press(lastMessage(members()), "More");
    page.locator(".menu").getByText("Forward…").click();
    page.locator("dialog .primary").click();
    assertThat(lastMessage(members()).locator(".forwarded")).containsText("pass it on");
    assertThat(event("MESSAGE_CREATE", 5).path("message_snapshots")).hasSize(1);
  }

  @Test
  void aMemberLeavesComesBackIsBannedAndClosesDms() {
    long guild = sandbox.world().communityGuild();
    choose("carol");
    press(members().locator(".head"), "Leave");
    assertThat(person("carol")).containsText("left");
    assertThat(Json.id(event("GUILD_MEMBER_REMOVE", 1).path("user"), "id"))
        .isEqualTo(sandbox.world().person("carol"));
    press(members().locator(".head"), "Join");
    assertThat(Json.id(event("GUILD_MEMBER_ADD", 1), "guild_id")).isEqualTo(guild);

    press(members().locator(".head"), "Ban");
    page.getByLabel("Reason").fill("spam");
    page.locator("dialog .danger").click();
    assertThat(person("carol")).containsText("banned");
    event("GUILD_BAN_ADD", 1);
    press(members().locator(".head"), "Unban");
    assertThat(person("carol")).containsText("left");

    choose("alice");
    press(members().locator(".head"), "Close DMs");
    assertThat(button(members().locator(".head"), "Open DMs")).isVisible();
    assertThat(bot.say(dm, "hello?").code()).isEqualTo(50007);
  }

  @Test
  void aNewMemberJoinsAndWrites() {
    press(members(), "New member");
    page.getByLabel("User name").fill("erin");
    page.getByLabel("Display name").fill("Erin");
    page.locator("dialog .primary").click();
    assertThat(person("erin")).hasAttribute("aria-current", "true");
    event("GUILD_MEMBER_ADD", 1);

    write(members(), "hello");
    assertThat(event("MESSAGE_CREATE", 1).path("author").path("username").asText())
        .isEqualTo("erin");
  }

  @Test
  void staffWriteUploadEditReactAndDeleteInAChannelThatAppearsAndVanishes() {
    ObjectNode form = Json.object().put("name", "ticket-1");
    form.put("parent_id", Long.toString(sandbox.world().staff().inboxCategory()));
    long ticket = bot.post("/guilds/" + sandbox.world().staff().guild() + "/channels", form).id();
    staff().locator("[data-channel='" + ticket + "']").click();

    write(staff(), "a note");
    assertThat(lastMessage(staff())).containsText("a note");
    assertThat(event("MESSAGE_CREATE", 1).path("content").asText()).isEqualTo("a note");
    composer(staff()).press("ArrowUp");
    staff().getByLabel("Edit message").fill("a better note");
    press(staff(), "Save");
    assertThat(lastMessage(staff())).containsText("a better note(edited)");
    upload(staff(), "log.txt", "");
    assertThat(lastMessage(staff()).locator("a.file")).containsText("log.txt");
    lastMessage(staff()).hover();
    press(lastMessage(staff()), "Add reaction");
    page.getByLabel("Another emoji").fill("✨");
    page.getByLabel("Another emoji").press("Enter");
    assertThat(lastMessage(staff()).locator(".reaction")).containsText("1");
    press(lastMessage(staff()), "Delete");
    assertThat(messages(staff())).hasCount(1);

    bot.delete("/channels/" + ticket);
    assertThat(staff().locator("[data-channel='" + ticket + "']")).hasCount(0);
    assertThat(staff().locator(".head h3")).hasText("lounge");
  }

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

  @Test
  void whatIsSeenDependsOnWhoActs() {
    Locator acting = staff().getByLabel("Acting as");
    assertThat(staff().locator(".channels summary")).hasText(Pattern.compile("Inbox.*"));
    acting.selectOption(Long.toString(sandbox.world().person("dave")));
    assertThat(staff()).containsText("Dave is not a member of Staff.");
    press(staff(), "Let Dave join");
    assertThat(staff().locator(".head h3")).hasText("lounge");
    assertThat(staff().locator(".channels summary")).hasCount(0);
  }

  @Test
  void hostileTextIsShownAsText() {
    String hostile =
        "<img src=x onerror=\"document.title='taken'\"> [x](javascript:alert(1)) **<script>document.title='taken'</script>**";
    choose("alice");
    sandbox.client().sendDm(sandbox.world().person("alice"), hostile);
    ObjectNode form = Json.object();
    ObjectNode embed =
        form.putArray("embeds").addObject().put("title", hostile).put("description", hostile);
    embed.putArray("fields").addObject().put("name", "<b>n</b>").put("value", hostile);
    bot.post("/channels/" + dm + "/messages", form);
    sandbox
        .client()
        .createChannel(
            sandbox.world().staff().guild(),
            Json.object().put("name", "<img src=x onerror=alert(1)>"));

    assertThat(messages(members()).first()).containsText("<img src=x onerror=");
    assertThat(messages(members()).last().locator(".embed")).containsText("<script>");
    assertThat(staff().locator(".channels")).containsText("<img");
    assertThat(page.locator("img[src='x'], .messages script, a[href^='javascript']")).hasCount(0);
    assertThat(page.title()).isEqualTo("Switchboard sandbox");
  }

  @Test
  void markdownIsShownAsDiscordShowsIt() {
    choose("alice");
    bot.say(
        dm,
        """
        # Head
        **bold** *it* __under__ ~~gone~~ ||secret|| `code` snake_case_name
        > quoted
        -# small
        - one
        - two
        ```js
        let a = "**not bold**";
        ```
        <@%d> <#%d> <t:0:D> https://example.org/a_b_c\
        """
            .formatted(sandbox.world().person("alice"), lounge));
    Locator text = lastMessage(members()).locator(".text");
    assertThat(text.locator(".heading-1")).hasText("Head");
    assertThat(text.locator("strong")).hasText("bold");
    assertThat(text.locator("em")).hasText("it");
    assertThat(text.locator("u")).hasText("under");
    assertThat(text.locator("s")).hasText("gone");
    assertThat(text.locator(".spoiler")).hasText("secret");
    assertThat(text.locator("blockquote")).hasText("quoted");
    assertThat(text.locator("small")).hasText("small");
    assertThat(text.locator("li")).hasText(new String[] {"one", "two"});
    assertThat(text.locator("pre")).hasText("let a = \"**not bold**\";");
    assertThat(text.locator(".mention")).hasText(new String[] {"@Alice", "#lounge"});
    assertThat(text.locator("time")).hasText(Pattern.compile("1970|1969"));
    assertThat(text.locator("a")).hasAttribute("href", "https://example.org/a_b_c");
    assertThat(text).containsText("snake_case_name");
  }

  @Test
  void faultsAreSwitchedInTheDrawer() {
    page.getByText("Faults and clock").first().click();
    Locator drawer = page.locator("#faults");
    drawer.getByLabel("What happens").selectOption("status");
    press(drawer, "Add the fault");
    assertThat(drawer.locator("[aria-label='Active faults'] li"))
        .containsText("Refuse with a status");
    assertThat(bot.say(lounge, "x").status()).isEqualTo(503);
    assertThat(bot.say(lounge, "x").status()).isEqualTo(200);

    press(drawer, "Reconnect (op 7)");
    line.awaitOp(7);
    drawer.getByLabel("Rate limits bite").uncheck();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !control("/control/limits").path("enabled").asBoolean(true));
    String before = control("/control/clock").path("now").asText();
    press(drawer, "+ 1 day");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            OffsetDateTime.parse(control("/control/clock").path("now").asText())
                .isAfter(OffsetDateTime.parse(before).plusHours(23)));
  }

  @Test
  void thePageGoesOnWithASandboxThatWasStartedAgain(@TempDir Path directory) {
    SandboxSettings settings = SandboxSettings.in(directory);
    Sandbox first = Sandbox.start(settings);
    Page other = chromium.open(first.pageUrl());
    assertThat(other.locator("body[data-ready] #live")).hasText("live");
    int port = first.port();
    first.close();
    assertThat(other.locator("#live")).containsText("connection lost");

    try (Sandbox second = Sandbox.start(settings.withPort(port))) {
      second.client().sendDm(second.world().person("alice"), "still here");
      assertThat(other.locator("#live"))
          .hasText("live", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
      assertThat(other.locator("#members .message")).containsText("still here");
      other.locator("#members .line textarea").fill("so am I");
      other.locator("#members .line textarea").press("Enter");
      assertThat(other.locator("#members .message").last()).containsText("so am I");
      other.context().close();
    }
    // The browser itself reports each refused connection and the token that is no longer good.
    assertThat(chromium.takeErrors())
        .allMatch(error -> error.startsWith("Failed to load resource: "));
  }

  private JsonNode control(String path) {
    return sandbox.client().call("GET", path, Json.object());
  }

  private Locator members() {
    return page.locator("#members");
  }

  private Locator staff() {
    return page.locator("#staff");
  }

  private Locator person(String username) {
    return members().locator("[data-person='" + username + "']");
  }

  private void choose(String username) {
    person(username).click();
    assertThat(person(username)).hasAttribute("aria-current", "true");
    assertThat(members().locator(".messages .empty, .messages .message").first()).isVisible();
  }

  private static Locator composer(Locator side) {
    return side.locator(".line textarea");
  }

  private static void write(Locator side, String text) {
    composer(side).fill(text);
    composer(side).press("Enter");
    assertThat(composer(side)).hasValue("");
  }

  private static void upload(Locator side, String name, String text) {
    side.getByLabel("Files to attach").setInputFiles(Chromium.file(name, PICTURE));
    assertThat(side.locator(".files")).containsText(name);
    write(side, text);
    press(side.locator(".line"), "Send");
    assertThat(side.locator(".files")).isHidden();
  }

  private static Locator messages(Locator side) {
    return side.locator(".messages > .message");
  }

  private static Locator lastMessage(Locator side) {
    return messages(side).last();
  }

  private static Locator button(Locator place, String name) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  private static void press(Locator place, String name) {
    button(place, name).click();
  }

  private void more(String what) {
    press(members(), "Sticker, poll or voice message");
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(what)).click();
  }

  private JsonNode event(String type, int nth) {
    await().atMost(Duration.ofSeconds(30)).until(() -> line.events(type).size() >= nth);
    return line.events(type).get(nth - 1);
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
