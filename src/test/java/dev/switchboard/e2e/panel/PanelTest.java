package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shell of the panel in Chromium: the way in and out, navigation, own sessions. */
@Tag("browser")
class PanelTest {
  /** A second or two, and what a busy machine adds. */
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;
  private final List<PanelBrowser> browsers = new ArrayList<>();

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings());
  }

  @AfterAll
  static void stop() {
    if (product != null) {
      product.close();
    }
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void nothingWentWrong() {
    browsers.forEach(PanelBrowser::assertClean);
    browsers.forEach(PanelBrowser::close);
  }

  private PanelBrowser browser() {
    PanelBrowser browser = new PanelBrowser(product, chromium);
    browsers.add(browser);
    return browser;
  }

  private static Locator sessions(PanelBrowser browser) {
    return browser.page().locator("[data-session]");
  }

  @Test
  void aSuperAdministratorSignsInAndFindsThisBrowserAmongTheSessions() {
    PanelBrowser sam = browser().at("/sessions");

    sam.signIn("sam");

    assertThat(sam.heading("Sessions")).isVisible();
    assertThat(sam.page()).hasURL(sam.url("/sessions"));
    assertThat(sam.button("Menu of Sam")).isVisible();
    Locator own = sessions(sam).filter(new Locator.FilterOptions().setHasText("This browser"));
    assertThat(own).hasCount(1);
    assertThat(own).containsText("Chrome on Linux");
    assertThat(own).containsText("127.0.0.1");
  }

  @Test
  void aSessionThatIsEndedElsewhereLeadsToTheLandingPageAndBack() {
    PanelBrowser here = browser().at("/sessions").signIn("sam");
    PanelBrowser there = browser().at("/sessions").signIn("sam");
    assertThat(there.heading("Sessions")).isVisible();

    here.page().reload();
    here.button("End all others").click();
    here.confirm("End all others");

    assertThat(sessions(here)).hasCount(1);
    there.page().reload();
    assertThat(there.heading("Sign in to the desk")).isVisible();
    there.signIn("sam");
    assertThat(there.heading("Sessions")).isVisible();
  }

  @Test
  void endingAllSessionsSaysThatThisOneIsOver() {
    PanelBrowser sam = browser().at("/sessions").signIn("sam");

    sam.button("More ways to end sessions").click();
    sam.menuItem("End all, this one too").click();
    sam.confirm("End all, this one too");

    assertThat(sam.page().getByText("Your session is over")).isVisible();
  }

  @Test
  void endingAllSessionsIsSaidInTheOpenPageOfAnotherBrowserAtOnce() {
    PanelBrowser there = browser().at("/tickets").signIn("sam");
    assertThat(there.heading("Tickets")).isVisible();
    PanelBrowser here = browser().at("/sessions").signIn("sam");

    here.button("More ways to end sessions").click();
    here.menuItem("End all, this one too").click();
    here.confirm("End all, this one too");

    // Nothing but the stream of events tells it so soon.
    assertThat(there.page().getByText("Your session is over"))
        .isVisible(
            new LocatorAssertions.IsVisibleOptions().setTimeout((double) AT_ONCE.toMillis()));
    assertThat(there.heading("Sign in to the desk")).isVisible();
    there.signIn("sam");
    assertThat(there.heading("Tickets")).isVisible();
  }

  @Test
  void whoSignsOutIsAtTheLandingPage() {
    PanelBrowser sam = browser().at("/").signIn("sam");

    sam.button("Menu of Sam").click();
    sam.menuItem("Sign out").click();

    assertThat(sam.heading("Sign in to the desk")).isVisible();
    sam.page().reload();
    assertThat(sam.heading("Sign in to the desk")).isVisible();
  }

  @Test
  void whoHasNoPermissionIsToldSo() {
    PanelBrowser alice = browser().at("/").signIn("alice");

    assertThat(alice.heading("No access")).isVisible();

    alice.button("Sign out and use another account").click();
    assertThat(alice.heading("Sign in to the desk")).isVisible();
  }

  @Test
  void aConsentThatIsRefusedIsExplained() {
    PanelBrowser sam = browser().at("/").signIn("Cancel");

    assertThat(sam.page().getByRole(AriaRole.ALERT)).containsText("You did not agree");
  }

  @Test
  void anAddressWithinAPageThatIsNoneHasAWayBack() {
    PanelBrowser sam = browser().at("/sessions/x/y").signIn("sam");

    assertThat(sam.heading("There is no such page")).isVisible();
    sam.link("To the start page").click();
    assertThat(sam.heading("Dashboard")).isVisible();
  }

  @Test
  void theDirectionIsThatOfTheLanguage() {
    PanelBrowser sam = browser().at("/?lang=en-XB");

    Page page = sam.page();
    assertThat(page.locator("html")).hasAttribute("dir", "rtl");
    assertThat(page.locator("h1")).containsText("\u202eSign\u202c");
  }

  /** WCAG 2.2, 1.4.10: a page is read without scrolling sideways. */
  @ParameterizedTest
  @CsvSource({"360,true", "360,false", "1440,true", "1440,false"})
  void thePagesFitTheScreen(int width, boolean dark) {
    PanelBrowser sam = browser().sized(width, 800).dark(dark).at("/");
    String name = "-%d-%s".formatted(width, dark ? "dark" : "light");
    assertThat(sam.heading("Sign in to the desk")).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("landing" + name);

    sam.signIn("sam").at("/sessions");

    assertThat(sessions(sam).first()).isVisible();
    assertThat(sam.isWiderThanTheScreen()).isFalse();
    sam.picture("sessions" + name);
  }
}
