package dev.switchboard.text;

import java.text.BreakIterator;
import java.util.BitSet;
import java.util.Locale;

/**
 * Cuts texts between grapheme clusters, which readers see as single characters (Unicode Standard
 * Annex 29): never through an accent, a flag, or an emoji that is joined from several.
 */
public final class Graphemes {
  private static final String ELLIPSIS = "…";

  private Graphemes() {}

  /**
   * The longest beginning of the text with at most {@code limit} UTF-16 units. A first character
   * that is longer is cut between its code points.
   */
  public static String beginning(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, end(text, limit));
  }

  /** The text; if it has more than {@code limit} UTF-16 units, it is cut and ends in "…". */
  public static String shortened(String text, int limit) {
    return text.length() <= limit ? text : beginning(text, limit - ELLIPSIS.length()) + ELLIPSIS;
  }

  /** The start index of each character, and the length of the text. */
  static BitSet boundaries(String text) {
    BitSet found = new BitSet(text.length() + 1);
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    for (int at = characters.first(); at != BreakIterator.DONE; at = characters.next()) {
      found.set(at);
    }
    return found;
  }

  private static int end(String text, int limit) {
    // Units after an index can join those before it, but cannot move a boundary far back.
    String near = text.substring(0, Math.min(text.length(), Math.max(0, limit) + 2));
    BitSet boundaries = boundaries(near);
    int boundary = boundaries.previousSetBit(Math.max(0, limit));
    if (boundary > 0 || limit <= 0) {
      return Math.max(0, boundary);
    }
    return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
  }
}
