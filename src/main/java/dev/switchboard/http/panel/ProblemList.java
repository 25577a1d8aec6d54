package dev.switchboard.http.panel;

import dev.switchboard.http.endpoint.ProblemCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The problems that the REST API tells, as a part of the page {@code /api/docs}: the {@code type}
 * of a problem leads there.
 */
final class ProblemList {
  /** What stands for the list in the built page. */
  static final String PLACE = "<!--problems-->";

  private ProblemList() {}

  /** A page with the list in its place. */
  static String in(String page) {
    return page.replace(PLACE, html());
  }

  private static String html() {
    return Arrays.stream(ProblemCode.values())
        .map(code ->
            "<dt id=\"%1$s\"><a href=\"#%1$s\"><code>%1$s</code></a> <span>%2$d</span></dt><dd>%3$s.</dd>"
                .formatted(code.word(), code.status(), code.title()))
        .collect(Collectors.joining("\n", "<dl>\n", "\n</dl>"));
  }
}
