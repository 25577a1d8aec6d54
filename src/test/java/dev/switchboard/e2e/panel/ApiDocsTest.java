package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page /api/docs in Chromium: what it shows, what it sends, and what it must not ask for. */
@Tag("browser")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ApiDocsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;

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

  /** By an event: a click waits for the address, which has the name of the operation. */
  private static void open(Locator operation) {
    operation.locator("button").first().dispatchEvent("click");
  }

  private static Locator operation(Page page, String id) {
    return page.locator(".opblock[id$='-" + id + "']");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itShowsEachOperationAndAsksNobodyElse(boolean dark) {
    try (PanelBrowser anybody = new PanelBrowser(product, chromium).dark(dark).at("/api/docs")) {
      Page page = anybody.page();
      assertThat(operation(page, "closeTicket")).containsText("Close a ticket");
      assertThat(operation(page, "listWebhooks")).isVisible();
      open(operation(page, "reply"));
      assertThat(operation(page, "reply")).containsText("The reply is stored, and on its way.");
      anybody.picture("api-docs-" + (dark ? "dark" : "light"));

      // What Swagger UI draws is not ours to mend.
      assertThat(new Axe(page).seriousFindings("#operations")).isEmpty();
      anybody.assertClean();
    }
  }

  @Test
  void theTypeOfAProblemShowsWhatItMeans() {
    try (PanelBrowser anybody =
        new PanelBrowser(product, chromium).at("/api/docs#precondition_failed")) {
      Page page = anybody.page();
      assertThat(operation(page, "closeTicket")).isVisible();
      Locator problem = page.locator("#precondition_failed");
      assertThat(problem).containsText("412");
      assertThat(problem).isInViewport();
      assertThat(page.locator("#precondition_failed + dd")).hasText("It was changed meanwhile.");
      anybody.assertClean();
    }
  }

  /** The browser sends the cookie, and says that the request comes from a page of this server. */
  @Test
  void whatIsTriedCountsForThePersonWhoIsSignedIn() {
    try (PanelBrowser sam = new PanelBrowser(product, chromium).at("/sessions").signIn("sam")) {
      assertThat(sam.heading("Sessions")).isVisible();
      sam.at("/api/docs");
      Locator make = operation(sam.page(), "createKey");
      open(make);
      make.getByText("Try it out").click();
      make.locator("textarea").fill("{\"name\": \"Tried\", \"permissions\": [\"read:tickets\"]}");
      make.getByText("Execute", new Locator.GetByTextOptions().setExact(true)).click();

      assertThat(make.locator(".live-responses-table")).containsText("rustmail_");
      sam.assertClean();
      sam.at("/keys");
      assertThat(sam.page().getByText("Tried")).isVisible();
    }
  }
}
