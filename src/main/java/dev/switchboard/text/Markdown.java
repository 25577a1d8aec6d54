package dev.switchboard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts in Discord's Markdown that share a message, or take several. A format begins and ends in
 * the text whose author wrote it.
 */
public final class Markdown {
  private static final Pattern SIGNS = Pattern.compile("[*_~|`<>\\[\\]]");

  private Markdown() {}

  /**
   * The text, which Discord shows just as it would show the given one alone, and which changes
   * nothing of what comes before it or after it on other lines of the same message.
   */
  public static String contained(String text) {
    return SIGNS.matcher(text).find() ? safe(MarkdownScanner.pieces(text)) : text;
  }

  /**
   * Cuts a text into parts that Discord takes, at line ends where possible, else between words,
   * else between characters. What is cut through is closed and opened again.
   *
   * @param first the limit of the first part, in UTF-16 units
   * @param limit the limit of each other part; both at least 100
   * @return at least one part; none with white space at its ends, which Discord trims
   */
  public static List<String> split(String text, int first, int limit) {
    String stripped = text.strip();
    if (stripped.length() <= first) {
      return List.of(stripped);
    }
    List<Piece> pieces = MarkdownScanner.pieces(stripped);
    List<String> parts = new ArrayList<>();
    List<String> asWritten = new ArrayList<>();
    boolean changed = false;
    PieceCutter cutter = new PieceCutter(pieces, Graphemes.boundaries(stripped));
    int room = first;
    do {
      PieceCutter.Part part = cutter.next(room);
      parts.add(part.safe());
      asWritten.add(part.raw());
      changed |= part.changed() || !contained(part.raw()).equals(part.safe());
      room = limit;
    } while (cutter.hasMore());
    return List.copyOf(changed ? parts : asWritten);
  }

  private static String safe(List<Piece> pieces) {
    return pieces.stream().map(Piece::safe).collect(Collectors.joining());
  }
}
