package dev.switchboard.ticket;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into parts that Discord takes, at line ends where possible, else between words, else
 * anywhere but within a character; a code block that is cut is closed and opened again.
 */
final class TextSplitter {
  private static final String FENCE = "```";

  private TextSplitter() {}

  /**
   * At least one part; none longer than {@code limit} UTF-16 units, none with white space at its
   * ends (Discord trims it).
   *
   * @param first the limit of the first part, which shares its message with a heading
   * @param limit the limit of each other part; both at least 100
   */
  static List<String> split(String text, int first, int limit) {
    List<String> parts = new ArrayList<>();
    String rest = text.strip();
    String reopened = "";
    int room = first;
    while (reopened.length() + rest.length() > room) {
      int budget = room - reopened.length() - FENCE.length() - 1;
      int cut = cut(rest, budget);
      String part = reopened + rest.substring(0, cut);
      rest = rest.substring(cut);
      String open = openFence(part);
      if (open.isEmpty()) {
        rest = rest.stripLeading();
      } else if (rest.startsWith("\n")) {
        rest = rest.substring(1);
      }
      reopened = open;
      parts.add(open.isEmpty() ? part.strip() : part.stripTrailing() + "\n" + FENCE);
      room = limit;
    }
    parts.add((reopened + rest).strip());
    return parts;
  }

  /** The text with its last code block closed, so that what follows it stands outside. */
  static String closed(String text) {
    return openFence(text).isEmpty() ? text : text + "\n" + FENCE;
  }

  private static int cut(String text, int budget) {
    int lowest = budget / 2;
    int line = text.lastIndexOf('\n', budget);
    if (line >= lowest) {
      return line;
    }
    for (int at = budget; at >= lowest; at--) {
      if (Character.isWhitespace(text.charAt(at))) {
        return at;
      }
    }
    return Character.isHighSurrogate(text.charAt(budget - 1)) ? budget - 1 : budget;
  }

  /**
   * How the code block that is open at the end began, with a line end; empty where none is open.
   */
  private static String openFence(String text) {
    String open = "";
    int at = text.indexOf(FENCE);
    while (at >= 0) {
      if (open.isEmpty()) {
        int end = at + FENCE.length();
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
          end++;
        }
        boolean language = end < text.length() && text.charAt(end) == '\n' && end - at < 24;
        open = (language ? text.substring(at, end) : FENCE) + "\n";
      } else {
        open = "";
      }
      at = text.indexOf(FENCE, at + FENCE.length());
    }
    return open;
  }
}
