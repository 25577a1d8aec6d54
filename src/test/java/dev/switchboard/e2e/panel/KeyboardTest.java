package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A session of a member of staff without a mouse: nothing here clicks. */
@Tag("browser")
class KeyboardTest {
  /** More stops of the Tab key than any page has. */
  private static final int MOST_STOPS = 80;

  /** The words of the element with the focus, as a screen reader has them, nearly. */
  private static final String FOCUSED =
      """
      (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent
        ?? '').trim()
      """;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;

  @BeforeAll
  static void start() {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
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

  /** Moves the focus on by the Tab key to what has these words. */
  private static void tabTo(Page page, String words) {
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      page.keyboard().press("Tab");
      if (words.equals(page.evaluate(FOCUSED))) {
        return;
      }
    }
    throw new AssertionError("the Tab key does not lead to \"" + words + "\"");
  }

  private static Locator field(PanelBrowser browser, String name) {
    return browser
        .page()
        .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator said(PanelBrowser browser, String text) {
    return browser
        .page()
        .getByRole(AriaRole.LOG)
        .getByRole(AriaRole.ARTICLE)
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private static Locator line(PanelBrowser browser, String name) {
    return browser
        .page()
        .getByRole(AriaRole.MAIN)
        .getByRole(AriaRole.LINK)
        .filter(new Locator.FilterOptions().setHasText(name));
  }

  private static void write(Keyboard keys, String text) {
    keys.type(text);
    keys.press("Control+Enter");
  }

  @Test
  void aWholeSessionWithoutAMouse() {
    OpenTicket ticket = OpenTicket.of(product, "keyboarder");
    try (PanelBrowser sam = new PanelBrowser(product, chromium)) {
      Page page = sam.page();
      Keyboard keys = page.keyboard();

      // To the desk.
      sam.at("/");
      assertThat(sam.link("Sign in with Discord")).isVisible();
      tabTo(page, "Sign in with Discord");
      keys.press("Enter");
      assertThat(sam.button("sam")).isVisible();
      tabTo(page, "sam");
      keys.press("Enter");
      assertThat(sam.link("Tickets")).isVisible();

      // To the ticket.
      keys.press("g");
      keys.press("t");
      assertThat(sam.heading("Tickets")).isVisible();
      assertThat(line(sam, "keyboarder")).hasCount(1);
      keys.press("j");
      keys.press("Enter");
      assertThat(said(sam, "hello")).hasCount(1);

      // What is said in it.
      keys.press("r");
      assertThat(field(sam, "Reply to the member")).isFocused();
      write(keys, "By keys alone");
      ticket.awaitMember(says("By keys alone"));
      assertThat(said(sam, "By keys alone")).containsText("Delivered");
      keys.press("Escape");
      keys.press("n");
      assertThat(field(sam, "Note for staff")).isFocused();
      write(keys, "Only for us");
      assertThat(said(sam, "Only for us")).hasCount(1);
      keys.press("Escape");
      assertThat(field(sam, "Note for staff")).not().isFocused();

      // Its priority, in a menu.
      keys.press("p");
      Locator urgent =
          page.getByRole(
              AriaRole.MENUITEMRADIO, new Page.GetByRoleOptions().setName("Urgent").setExact(true));
      assertThat(urgent).isVisible();
      for (int stop = 0; stop < 4 && !"Urgent".equals(page.evaluate(FOCUSED)); stop++) {
        keys.press("ArrowDown");
      }
      keys.press("Enter");
      assertThat(urgent).not().isVisible();
      assertThat(sam.button("Priority: Urgent")).isVisible();

      // The keys themselves.
      keys.press("?");
      assertThat(sam.dialog()).containsText("Write a note");
      keys.press("Escape");
      assertThat(sam.dialog()).hasCount(0);

      // Another page and back, by the palette.
      keys.press("Control+k");
      assertThat(
              page.getByRole(
                  AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Commands and search")))
          .isVisible();
      keys.type("Audit");
      keys.press("Enter");
      assertThat(sam.heading("Audit log")).isVisible();
      keys.press("g");
      keys.press("t");
      assertThat(line(sam, "keyboarder")).hasCount(1);
      keys.press("j");
      keys.press("Enter");
      assertThat(said(sam, "Only for us")).hasCount(1);

      // Its end, in a dialog that holds the focus.
      keys.press("e");
      assertThat(sam.dialog()).isVisible();
      tabTo(page, "Close");
      keys.press("Enter");
      assertThat(sam.dialog()).hasCount(0);
      assertThat(page.getByText("This ticket is closed.")).isVisible();
      sam.assertClean();
    }
    assertThat(ticket.memberSees().stream().filter(says("Only for us"))).isEmpty();
    assertThat(ticket.memberSees().stream().filter(says("By keys alone"))).hasSize(1);
  }
}
