package dev.switchboard.share;

/**
 * Invisible characters that may make a text look like another: controls, such as those that change
 * the writing direction (U+202E and others), line breaks, and code points without a character
 * (Unicode Standard Annex 9; Technical Report 36, section 2.10).
 */
final class Invisible {
  private Invisible() {}

  static boolean is(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
