package dev.switchboard.sandbox.control;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.world.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What staff and whoever plays can do on the page, and how it shows what it is told. Done in
 * Chromium; the test is the bot.
 */
@Tag("browser")
class PageTest extends OpenPage {
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
  void theAuditLogTellsWhoMayReadItWhatBotsDidAndWhy() {
    String guild = "/guilds/" + sandbox.world().staff().guild();
    long gone = bot.post(guild + "/channels", Json.object().put("name", "old"), "for 1").id();
    bot.delete("/channels/" + gone, "<b>done</b>");
    long note =
        sandbox.client().send(sandbox.world().person("sue"), lounge, "!r hi").path("id").asLong();
    bot.delete("/channels/" + lounge + "/messages/" + note, "it was a command");
    assertThat(messages(staff())).hasCount(0);
    assertThat(button(staff(), "Audit log")).isHidden();

    staff().getByLabel("Acting as").selectOption(Long.toString(sandbox.world().person("ada")));
    press(staff(), "Audit log");

    Locator log =
        page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Audit log of Staff"));
    assertThat(log.locator("li"))
        .containsText(
            new String[] {
              "Switchboard deleted a message of Sue in #lounge“it was a command”",
              "Switchboard deleted a channel that is gone (%d)“<b>done</b>”".formatted(gone),
              "Switchboard created a channel that is gone (%d)“for 1”".formatted(gone)
            });
    press(log, "Close");
    assertThat(log).hasCount(0);
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
}
