package dev.switchboard.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the known names a person meant by one that is not known. */
final class NearestName {
  private NearestName() {}

  /** The known name that is nearest, if any is near enough to be what was meant. */
  static Optional<String> to(String name, Collection<String> known) {
    String wanted = plain(name);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(wanted, plain(candidate))))
        .filter(
            nearest -> distance(wanted, plain(nearest)) <= Math.clamp(wanted.length() / 5, 1, 3));
  }

  /**
   * Without what people vary: {@code publicUrl}, {@code public_url} and {@code public-url} are one.
   */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** How many insertions, deletions and replacements lead from one text to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[to.length()];
  }
}
