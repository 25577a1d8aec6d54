package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks for what keeps people out of a page, by axe-core of the panel's build. For tests. */
final class Axe {
  private static final Path SOURCE = Path.of("src/main/panel/node_modules/axe-core/axe.min.js");

  private final Page page;
  private final String source;

  Axe(Page page) {
    this.page = page;
    this.source = source();
  }

  private static String source() {
    assertThat(SOURCE).as("npm ci in src/main/panel, as the build does").exists();
    try {
      return Files.readString(SOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core calls serious or critical on the page as it is now: rule, element, reason. */
  List<String> seriousFindings() {
    return seriousFindings("");
  }

  /**
   * @param but what is not looked at, as a selector; empty for nothing
   */
  @SuppressWarnings("unchecked")
  List<String> seriousFindings(String but) {
    // Evaluated, since the policy lets no script in; an evaluated script is not asked for by a
    // page.
    if (Boolean.FALSE.equals(page.evaluate("() => 'axe' in window"))) {
      page.evaluate(source);
    }
    return (List<String>)
        page.evaluate(
            """
            async but => (await axe.run(
              { include: [document], exclude: but ? [but] : [] },
              { resultTypes: ['violations'] })).violations
              .filter(one => ['serious', 'critical'].includes(one.impact))
              .flatMap(one => one.nodes.map(node =>
                `${one.id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))
            """,
            but);
  }
}
