package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * All pages of {@code src/pages/list.ts} and the dialogs, filled, on a phone and on a desk, light
 * and dark, from left to right and from right to left: no serious finding of axe, nothing wider
 * than the screen. A new page is in it without a change here. It takes pictures, too, to {@code
 * target/panel-pictures/every}.
 */
@Tag("browser")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class EveryPageTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;
  private static FilledDesk desk;

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings(), FilledDesk.CONFIGURATION);
    desk = FilledDesk.of(product);
  }

  @AfterAll
  static void stop() {
    if (desk != null) {
      desk.close();
    }
    if (product != null) {
      product.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  /** The paths as the panel's build has found them in the list of pages. */
  private static List<String> paths() throws IOException {
    try (InputStream file = EveryPageTest.class.getResourceAsStream("/panel/files.json")) {
      assertThat(file).as("the panel is built").isNotNull();
      return JsonMapper.builder()
          .build()
          .readTree(file)
          .path("paths")
          .valueStream()
          .map(JsonNode::asText)
          .toList();
    }
  }

  private record Look(int width, boolean dark, String language) {
    String name(String page) {
      return "every/%s-%d-%s-%s"
          .formatted(page.replaceAll("\\W+", ""), width, dark ? "dark" : "light", language);
    }
  }

  private static final class Inspection implements AutoCloseable {
    private final PanelBrowser browser;
    private final Look look;
    private final Axe axe;
    private final List<String> findings = new ArrayList<>();

    Inspection(Look look) {
      this.look = look;
      this.browser = new PanelBrowser(product, chromium).sized(look.width(), 900).dark(look.dark());
      this.axe = new Axe(browser.page());
    }

    /** Goes to each page, and does this there. */
    void walk(Consumer<String> there) throws IOException {
      browser.at("/sessions");
      there.accept("landing");
      browser.signIn("sam");
      assertThat(browser.heading("Sessions")).isVisible();
      for (String path : paths()) {
        at(path);
        settle();
        there.accept(path.equals("/") ? "dashboard" : path);
      }
    }

    /** Opens a dialog, looks at it, and closes it. */
    void opened(String name, Runnable how) {
      opened(name, how, browser.dialog());
    }

    /** The same for a menu. */
    void menu(String name, Runnable how) {
      opened(name, how, browser.page().getByRole(AriaRole.MENU));
    }

    private void opened(String name, Runnable how, Locator what) {
      assertThat(browser.page().locator("h1")).isVisible();
      how.run();
      assertThat(what).isVisible();
      inspect(name);
      browser.page().keyboard().press("Escape");
      assertThat(what).hasCount(0);
    }

    /** Looks for what keeps people out of the page as it is now. */
    void inspect(String name) {
      settle();
      axe.seriousFindings().forEach(finding -> findings.add(name + ": " + finding));
      picture(name);
    }

    /** Notes whether the page is too wide, and takes a picture. */
    void picture(String name) {
      if (browser.isWiderThanTheScreen()) {
        findings.add(name + ": wider than the screen");
      }
      browser
          .page()
          .screenshot(
              new Page.ScreenshotOptions()
                  .setFullPage(true)
                  .setPath(Path.of("target/panel-pictures", look.name(name) + ".png")));
    }

    /** Loaded, and nothing moves any more. */
    private void settle() {
      assertThat(browser.page().locator("h1, [role=dialog]").first()).isVisible();
      assertThat(browser.page().locator("main .mantine-Loader-root")).hasCount(0);
      browser
          .page()
          .waitForFunction(
              "() => document.getAnimations().every(one => one.playState !== 'running'"
                  + " || one.effect.getComputedTiming().iterations === Infinity)");
    }

    void at(String path) {
      String joined = desk.path(path);
      browser.at(joined + (joined.contains("?") ? "&" : "?") + "lang=" + look.language());
    }

    @Override
    public void close() {
      browser.assertClean();
      browser.close();
      assertThat(findings).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"1440,false,en", "360,true,en-XB"})
  void nobodyIsKeptOutOfAPage(int width, boolean dark, String language) throws IOException {
    try (Inspection look = new Inspection(new Look(width, dark, language))) {
      look.walk(look::inspect);
    }
  }

  @ParameterizedTest
  @CsvSource({"1440,true", "360,false"})
  void nobodyIsKeptOutOfADialog(int width, boolean dark) {
    try (Inspection look = new Inspection(new Look(width, dark, "en"))) {
      PanelBrowser sam = look.browser;
      sam.at("/keys").signIn("sam");
      look.opened("new-key", () -> sam.button("New key").click());
      sam.at("/permissions");
      look.opened("grant", () -> sam.button("Grant a permission").click());
      sam.at("/webhooks");
      look.opened("new-webhook", () -> sam.button("New webhook").click());
      sam.at(desk.path("/tickets/$id"));
      assertThat(sam.page().getByRole(AriaRole.LOG)).containsText("Thank you!");
      look.opened("close", () -> sam.page().keyboard().press("e"));
      look.opened("shortcuts", () -> sam.page().keyboard().press("?"));
      look.opened("palette", () -> sam.page().keyboard().press("Control+k"));
      look.menu("priority", () -> sam.page().keyboard().press("p"));
      sam.at("/sessions");
      look.opened("end-sessions", () -> sam.button("End all others").click());
    }
  }

  /** For people who look at them: -Dpanel.pictures=true. */
  @ParameterizedTest
  @EnabledIfSystemProperty(named = "panel.pictures", matches = "true")
  @CsvSource({
    "360,true,en", "360,false,en", "1440,true,en", "1440,false,en",
    "360,true,en-XB", "360,false,en-XB", "1440,true,en-XB", "1440,false,en-XB"
  })
  void picturesOfEachPage(int width, boolean dark, String language) throws IOException {
    try (Inspection look = new Inspection(new Look(width, dark, language))) {
      look.walk(look::picture);
    }
  }
}
