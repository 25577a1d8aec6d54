package dev.switchboard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Joins and splits texts in Discord's Markdown, so that a format never reaches beyond the text in
 * which its author wrote it.
 */
public final class Markdown {
  private static final Pattern SIGNS = Pattern.compile("[*_~|`<>\\[\\]]");

  private Markdown() {}

  /**
   * A text that Discord shows exactly like the given text alone, and that does not affect other
   * lines before or after it in the same message.
   */
  public static String contained(String text) {
    return SIGNS.matcher(text).find() ? safe(MarkdownScanner.pieces(text)) : text;
  }

  /**
   * Splits a text into parts within Discord's limits, at line ends if possible, else between words,
   * else between characters. A format that is cut is closed and opened again.
   *
   * @param first the limit of the first part, in UTF-16 units
   * @param limit the limit of each other part; both at least 100
   * @return at least one part; no part has white space at its ends, which Discord trims
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
