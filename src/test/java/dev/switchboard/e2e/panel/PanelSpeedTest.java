package dev.switchboard.e2e.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.control.Chromium;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures for performance.md how long the panel takes until it can be used: {@code
 * -Dpanel.speed=true}. It says the times, and asserts none.
 */
@Tag("browser")
@EnabledIfSystemProperty(named = "panel.speed", matches = "true")
class PanelSpeedTest {
  private static final int TIMES = 9;

  /** Notes when the first ticket of a list, or the field for a reply, stands in the page. */
  private static final String NOTE_USABLE =
      """
      const look = () => {
        if (!document.querySelector('main a[href^="/tickets/"], main textarea')) return false;
        requestAnimationFrame(() => { window.usableAt = performance.now(); });
        return true;
      };
      const watching = new MutationObserver(() => look() && watching.disconnect());
      watching.observe(document, { childList: true, subtree: true });
      """;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  @Test
  void untilThePanelCanBeUsed() {
    try (Chromium chromium = Chromium.launch();
        RunningProduct product =
            PanelProduct.start(data, DATABASE.settings(), FilledDesk.CONFIGURATION);
        FilledDesk desk = FilledDesk.of(product);
        PanelBrowser sam = new PanelBrowser(product, chromium)) {
      sam.at("/tickets").signIn("sam");
      assertThat(sam.heading("Tickets")).isVisible();
      Page page = sam.page();
      page.addInitScript(NOTE_USABLE);
      for (boolean cached : List.of(false, true)) {
        if (cached) {
          page.unroute("**/*");
        } else {
          // Whatever is routed is not cached.
          page.route("**/*", Route::resume);
        }
        for (String path : List.of("/tickets", desk.path("/tickets/$id"))) {
          List<Double> times =
              Stream.generate(() -> usable(sam, path)).limit(TIMES).sorted().toList();
          System.out.printf(
              Locale.ROOT,
              "%s, %s: median %.0f ms, %.0f to %.0f%n",
              path,
              cached ? "files in the browser's cache" : "nothing in the cache",
              times.get(TIMES / 2),
              times.getFirst(),
              times.getLast());
        }
      }
    }
  }

  private static double usable(PanelBrowser browser, String path) {
    browser.at(path);
    return ((Number) browser.page().waitForFunction("() => window.usableAt").jsonValue())
        .doubleValue();
  }
}
