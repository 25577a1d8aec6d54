package dev.switchboard.sandbox;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.sandbox.world.Json;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page in Chromium, and the bot that it has to do with: the test. */
abstract class OpenPage {
  static final byte[] PICTURE = Chromium.picture();

  static Chromium chromium;

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  Sandbox sandbox;
  RawBot bot;
  RawBot.Line line;
  Page page;
  long dm;
  long lounge;

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

  JsonNode control(String path) {
    return sandbox.client().call("GET", path, Json.object());
  }

  Locator members() {
    return page.locator("#members");
  }

  Locator staff() {
    return page.locator("#staff");
  }

  Locator person(String username) {
    return members().locator("[data-person='" + username + "']");
  }

  void choose(String username) {
    person(username).click();
    assertThat(person(username)).hasAttribute("aria-current", "true");
    assertThat(members().locator(".messages .empty, .messages .message").first()).isVisible();
  }

  static Locator composer(Locator side) {
    return side.locator(".line textarea");
  }

  static void write(Locator side, String text) {
    composer(side).fill(text);
    composer(side).press("Enter");
    assertThat(composer(side)).hasValue("");
  }

  static void upload(Locator side, String name, String text) {
    side.getByLabel("Files to attach").setInputFiles(Chromium.file(name, PICTURE));
    assertThat(side.locator(".files")).containsText(name);
    write(side, text);
    press(side.locator(".line"), "Send");
    assertThat(side.locator(".files")).isHidden();
  }

  static Locator messages(Locator side) {
    return side.locator(".messages > .message");
  }

  static Locator lastMessage(Locator side) {
    return messages(side).last();
  }

  static Locator button(Locator place, String name) {
    return place.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  static void press(Locator place, String name) {
    button(place, name).click();
  }

  void more(String what) {
    press(members(), "Sticker, poll or voice message");
    page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(what)).click();
  }

  JsonNode event(String type, int nth) {
    await().atMost(Duration.ofSeconds(30)).until(() -> line.events(type).size() >= nth);
    return line.events(type).get(nth - 1);
  }
}
