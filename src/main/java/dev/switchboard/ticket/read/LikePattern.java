package dev.switchboard.ticket.read;

/** Texts of people within a pattern of SQL's LIKE. */
final class LikePattern {
  private LikePattern() {}

  /** The text with the signs that have a meaning in a pattern, as they stand for themselves. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
