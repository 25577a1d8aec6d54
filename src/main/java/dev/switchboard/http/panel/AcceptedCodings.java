package dev.switchboard.http.panel;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content codings that a caller takes (RFC 9110, section 12.5.3). Weights other than zero are
 * not compared, since the smaller form serves everybody.
 */
final class AcceptedCodings {
  private static final Pattern ENTRY =
      Pattern.compile("(?:^|,)\\s*([A-Za-z0-9-]+)\\s*(?:;\\s*[qQ]=([0-9.]+))?\\s*(?=,|$)");
  private static final Pattern ZERO = Pattern.compile("0(?:\\.0*)?");

  private final Set<String> names = new TreeSet<>();

  /**
   * @param header the value of {@code Accept-Encoding}; empty if there is none
   */
  AcceptedCodings(String header) {
    Matcher entry = ENTRY.matcher(header);
    while (entry.find()) {
      String weight = entry.group(2);
      if (weight == null || !ZERO.matcher(weight).matches()) {
        names.add(entry.group(1).toLowerCase(Locale.ROOT));
      }
    }
  }

  boolean contains(String coding) {
    return names.contains(coding);
  }
}
