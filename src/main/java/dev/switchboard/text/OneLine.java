package dev.switchboard.text;

import java.util.regex.Pattern;

/**
 * Texts of other people for a terminal: one line each, without control characters that a terminal
 * executes (escape sequences, in seven or eight bits) and without marks that change the writing
 * direction.
 */
public final class OneLine {
  private static final Pattern BREAK =
      Pattern.compile("\\s*[\\n\\r\\x0B\\f\\x85\\u2028\\u2029]\\s*");
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;
  private static final int TAB = '\t';

  private OneLine() {}

  /**
   * The text with blanks in place of its line breaks, and each such character in the form {@code
   * \\u{1b}}.
   */
  public static String of(String text) {
    String line = BREAK.matcher(text).replaceAll(" ");
    if (line.codePoints().allMatch(OneLine::isShown)) {
      return line;
    }
    return escaped(line);
  }

  /**
   * JSON with these characters as JSON escapes, so that its value is the same. Line breaks stay,
   * because in JSON they are between values only.
   */
  public static String json(String json) {
    StringBuilder shown = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (isShown(point) || point == '\n' || point == '\r') {
            shown.appendCodePoint(point);
          } else {
            for (char unit : Character.toChars(point)) {
              shown.append("\\u%04x".formatted((int) unit));
            }
          }
        });
    return shown.toString();
  }

  private static String escaped(String line) {
    StringBuilder shown = new StringBuilder(line.length() + 16);
    line.codePoints()
        .forEach(point -> {
          if (point == TAB) {
            shown.append(' ');
          } else if (isShown(point)) {
            shown.appendCodePoint(point);
          } else {
            shown.append("\\u{%x}".formatted(point));
          }
        });
    return shown.toString();
  }

  private static boolean isShown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      // Emoji and some scripts need joiners.
      case Character.FORMAT -> point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
