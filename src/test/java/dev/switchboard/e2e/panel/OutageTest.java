package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is away while a member writes 300 messages. The pages that are open say so, and are
 * right afterwards without being loaded again: each message once, in order.
 */
@Tag("browser")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class OutageTest {
  private static final int MESSAGES = 300;

  /** After five seconds the page says so. */
  private static final Duration NOTICED = Duration.ofSeconds(6);

  private static final Duration LONG = Duration.ofSeconds(90);

  /** The longest pause between two attempts of the panel, and what the machine needs. */
  private static final Duration RECONNECTED = Duration.ofSeconds(60).plus(PATIENCE);

  private static final String LOST = "The connection to the server is interrupted";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static Chromium chromium;
  private static RunningProduct product;

  @BeforeAll
  static void start() {
    chromium = Chromium.launch();
    product = PanelProduct.start(data, DATABASE.settings());
    product.client().limits(false);
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

  @Test
  void openPagesAreRightAfterAnOutage() {
    outage(NOTICED);
  }

  @Test
  @Tag("chaos")
  void openPagesAreRightAfterALongOutage() {
    outage(LONG);
  }

  private void outage(Duration length) {
    String name = "patient" + length.toSeconds();
    OpenTicket member = OpenTicket.of(product, name);
    try (PanelBrowser sam = new PanelBrowser(product, chromium)) {
      sam.at("/tickets?text=" + name).signIn("sam");
      sam.page().locator("li[data-ticket] a").first().click();
      Page ticket = sam.page();
      assertThat(log(ticket)).containsText("hello");
      Page list = ticket.context().newPage();
      list.navigate(sam.url("/tickets?text=" + name));
      assertThat(list.locator("li[data-ticket]")).hasCount(1);
      List<Page> pages = List.of(ticket, list);
      pages.forEach(page -> page.evaluate("() => { window.openedOnce = true; }"));

      product.stop();
      long end = System.nanoTime() + length.toNanos();
      List<String> texts = IntStream.rangeClosed(1, MESSAGES).mapToObj(OutageTest::text).toList();
      member.write(texts.toArray(String[]::new));
      pages.forEach(page -> assertThat(page.getByText(LOST)).isVisible());
      await().atMost(length.plus(PATIENCE)).until(() -> System.nanoTime() > end);
      product.startAgain();

      pages.forEach(page ->
          assertThat(page.getByText(LOST))
              .hasCount(
                  0,
                  new LocatorAssertions.HasCountOptions()
                      .setTimeout((double) RECONNECTED.toMillis())));
      assertThat(list.locator("li[data-ticket]")).containsText(texts.getLast(), within());
      assertThat(log(ticket)).containsText(texts.getLast(), within());
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(shown(ticket)).isEqualTo(texts));
      pages.forEach(page ->
          assertThat(page.evaluate("() => window.openedOnce")).as("no reload").isEqualTo(true));
      sam.assertClean();
    }
  }

  private static String text(int number) {
    return "Message %03d of those that were written meanwhile".formatted(number);
  }

  private static LocatorAssertions.ContainsTextOptions within() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout((double) RECONNECTED.toMillis());
  }

  private static Locator log(Page page) {
    return page.getByRole(AriaRole.LOG);
  }

  /** What the page shows of them, after a person has scrolled up to the beginning. */
  @SuppressWarnings("unchecked")
  private static List<String> shown(Page page) {
    return (List<String>)
        page.evaluate(
            """
            () => {
              const log = document.querySelector('[role=log]');
              log.firstElementChild.scrollIntoView();
              return [...log.querySelectorAll('[role=article], article')]
                .flatMap(one => one.textContent.match(/Message \\d{3} of those that were written meanwhile/g) ?? []);
            }
            """);
  }
}
