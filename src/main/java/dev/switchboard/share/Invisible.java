package dev.switchboard.share;

/**
 * Characters that show nothing, but may make a text look like another: controls, such as turn the
 * direction of writing (U+202E and so on), line breaks, and what is no character (Unicode Standard
 * Annex 9; Technical Report 36, section 2.10).
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
