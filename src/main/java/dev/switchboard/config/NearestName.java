package dev.switchboard.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses the known name that a person meant by an unknown one. */
final class NearestName {
  private NearestName() {}

  /** The nearest known name, if it is near enough. */
  static Optional<String> to(String name, Collection<String> known) {
    String wanted = plain(name);
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(wanted, plain(candidate))))
        .filter(
            nearest -> distance(wanted, plain(nearest)) <= Math.clamp(wanted.length() / 5, 1, 3));
  }

  /**
   * The name without differences in style: {@code publicUrl}, {@code public_url} and {@code
   * public-url} are the same.
   */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** The number of insertions, deletions and replacements between two texts. */
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
