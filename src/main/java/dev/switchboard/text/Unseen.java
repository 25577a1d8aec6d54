package dev.switchboard.text;

/** Invisible characters in a text. */
public final class Unseen {
  private Unseen() {}

  /**
   * Whether a text has no visible character: only spaces, marks of direction, joiners, selectors,
   * tags, fillers, and accents without a letter.
   */
  public static boolean is(String text) {
    return text.codePoints().allMatch(Unseen::isUnseen);
  }

  /**
   * Whether a character is invisible everywhere, and is neither a space nor a format character:
   * Hangul fillers, Khmer inherent vowels, Mongolian selectors, the blank Braille pattern, the null
   * note head, the object replacement character.
   */
  static boolean isFiller(int point) {
    return switch (point) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F -> true;
      case 0x2800, 0x3164, 0xFFA0, 0xFFFC, 0x16FE4, 0x1D159 -> true;
      default -> false;
    };
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          true;
      case Character.UNASSIGNED -> isReserved(point);
      default -> isFiller(point);
    };
  }

  /**
   * Unassigned code points that Unicode reserves for ignorable characters; all others may become
   * emoji.
   */
  private static boolean isReserved(int point) {
    return point == 0x2065
        || (point >= 0xFFF0 && point <= 0xFFF8)
        || (point >= 0xE0000 && point <= 0xE0FFF);
  }
}
