package dev.switchboard.text;

import java.util.regex.Pattern;

/**
 * Names (of people, roles, channels, files) and other short texts of people inside the bot's own
 * text: shown literally, on one line.
 */
public final class Literal {
  private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\u2800]+");

  /**
   * Signs with a meaning anywhere in a line; an address begins with "://", or is an invitation of
   * Discord.
   */
  private static final Pattern SIGN =
      Pattern.compile(
          "[\\\\*_~|`<>\\[\\]]|(?<=\\])\\(|@(?=everyone|here)|(?<=:|\\.\\p{Alnum}{2,10})/");

  /** Signs with a meaning at the beginning of a line. */
  private static final Pattern FIRST =
      Pattern.compile("^(?:(?=(?:#{1,3}|-#?|\\+) )|(\\d+)(?=[.)] ))");

  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int EMOJI_LOOK = 0xFE0F;
  private static final int KEYCAP = 0x20E3;
  private static final int BLACK_FLAG = 0x1F3F4;

  private Literal() {}

  /**
   * The text on one line, without invisible characters: marks of direction, fillers, joiners that
   * join nothing. Emoji and scripts that need such characters keep them.
   */
  public static String visible(String text) {
    String line = SPACE.matcher(WellFormed.text(text)).replaceAll(" ");
    int[] points = line.codePoints().toArray();
    StringBuilder seen = new StringBuilder(line.length());
    for (int i = 0; i < points.length; i++) {
      int before = seen.isEmpty() ? ' ' : seen.codePointBefore(seen.length());
      int after = i + 1 < points.length ? points[i + 1] : ' ';
      if (isSeen(points[i], before, after)) {
        seen.appendCodePoint(points[i]);
      }
    }
    return SPACE.matcher(seen).replaceAll(" ").strip();
  }

  /**
   * {@link #visible} with Discord's Markdown escaped: no format, no link, no mention, no block of
   * code.
   */
  public static String inMarkdown(String text) {
    String escaped = SIGN.matcher(visible(text)).replaceAll("\\\\$0");
    return FIRST.matcher(escaped).replaceFirst("$1\\\\");
  }

  private static boolean isSeen(int point, int before, int after) {
    return switch (point) {
      case ZERO_WIDTH_JOINER ->
          (isPicture(before) && isPicture(after)) || (needsJoiner(before) && needsJoiner(after));
      case ZERO_WIDTH_NON_JOINER -> needsJoiner(before) && needsJoiner(after);
      case EMOJI_LOOK -> isPicture(before) || after == KEYCAP;
      default -> !Unseen.isFiller(point) && isSeen(point, before);
    };
  }

  private static boolean isSeen(int point, int before) {
    if (point >= 0xE0020 && point <= 0xE007F) {
      // The tag characters of a flag such as Scotland's.
      return before == BLACK_FLAG || (before >= 0xE0020 && before <= 0xE007E);
    }
    boolean selector =
        (point >= 0xFE00 && point <= 0xFE0E) || (point >= 0xE0100 && point <= 0xE01EF);
    return !selector
        && Character.getType(point) != Character.FORMAT
        && (Character.getType(point) != Character.UNASSIGNED || isPicture(point));
  }

  private static boolean isPicture(int point) {
    return Character.isExtendedPictographic(point)
        || Character.isEmojiModifier(point)
        || point == EMOJI_LOOK;
  }

  /** Whether the letter's script uses joiners to distinguish words. */
  private static boolean needsJoiner(int point) {
    boolean letter =
        Character.isLetter(point) || Character.getType(point) == Character.NON_SPACING_MARK;
    return letter
        && switch (Character.UnicodeScript.of(point)) {
          case ARABIC,
              SYRIAC,
              MONGOLIAN,
              DEVANAGARI,
              BENGALI,
              GURMUKHI,
              GUJARATI,
              ORIYA,
              TAMIL,
              TELUGU,
              KANNADA,
              MALAYALAM,
              SINHALA,
              KHMER,
              MYANMAR ->
              true;
          default -> false;
        };
  }
}
