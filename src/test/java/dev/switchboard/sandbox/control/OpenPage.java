package dev.switchboard.sandbox.control;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import dev.switchboard.sandbox.rest.CheckedRest;
import dev.switchboard.sandbox.world.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in Chromium, and the bot that it has to do with: the test. */
public abstract class OpenPage {
  public static final byte[] PICTURE = Chromium.picture();

  public static Chromium chromium;

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  public Sandbox sandbox;
  public RawBot bot;
  public RawBot.Line line;
  public Page page;
  public long dm;
  public long lounge;

  @BeforeAll
  public static void findChromium() {
    chromium = Chromium.launch();
  }

  @AfterAll
  public static void leaveChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  public void openThePage() {
    sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
    bot = new RawBot(sandbox);
    line = bot.identified();
    dm = sandbox.client().dmChannel(sandbox.world().person("alice"));
    lounge = sandbox.world().staff().lounge();
    page = chromium.open(sandbox.pageUrl());
    assertThat(page.locator("body[data-ready]")).isVisible();
  }

  @AfterEach
  public void nothingWentWrong() {
    page.context().close();
    assertThat(chromium.takeErrors()).isEmpty();
    line.cut();
    bot.close();
    sandbox.close();
  }

  public JsonNode control(String path) {
    return sandbox.client().call("GET", path, Json.object());
  }

  public Locator members() {
    return page.locator("#members");
  }

  public Locator staff() {
    return page.locator("#staff");
  }

  public Locator person(String username) {
    return members().locator("[data-person='" + username + "']");
  }

  public void choose(String username) {
    person(username).click();
    assertThat(person(username)).hasAttribute("aria-current", "true");
    assertThat(members().locator(".messages .empty, .messages .message").first()).isVisible();
  }

  public static Locator composer(Locator side) {
    return side.locator(".line textarea");
  }

  public static void write(Locator side, String text) {
    composer(side).fill(text);
    composer(side).press("Enter");
    assertThat(composer(side)).hasValue("");
  }

  public static void upload(Locator side, String name, String text) {
    side.getByLabel("Files to attach").setInputFiles(Chromium.file(name, PICTURE));
    assertThat(side.locator(".files")).containsText(name);
    write(side, text);
    press(side.locator(".line"), "Send");
    assertThat(side.locator(".files")).isHidden();
  }

  public static Locator messages(Locator side) {
    return side.locator(".messages > .message");
  }

  public static Locator lastMessage(Locator side) {
    return messages(side).last();
  }

  public static Locator button(Locator place, String name) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  public static void press(Locator place, String name) {
    button(place, name).click();
  }

  public void more(String what) {
    press(members(), "Sticker, poll or voice message");
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(what)).click();
  }

  public JsonNode event(String type, int nth) {
    await().atMost(Duration.ofSeconds(30)).until(() -> line.events(type).size() >= nth);
    return line.events(type).get(nth - 1);
  }
}
