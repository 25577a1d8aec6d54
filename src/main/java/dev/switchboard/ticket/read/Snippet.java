package dev.switchboard.ticket.read;

import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.view.TicketSearch.Piece;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The part of a text that shows why it was found. Letters are compared as {@code search_folded} of
 * the database does; what it finds beyond that is shown without a mark.
 */
final class Snippet {
  /** Characters ahead of the first hit. */
  private static final int AHEAD = 60;

  /** Characters in all, without the signs for what is left out. */
  private static final int LONGEST = 240;

  private static final String LEFT_OUT = "…";

  private final String text;

  /** The characters that are compared, and where in the text each of them is. */
  private final StringBuilder folded = new StringBuilder();

  private final List<Integer> places = new ArrayList<>();
  private final BitSet hits = new BitSet();

  private Snippet(String text) {
    this.text = text;
    text.codePoints().forEach(new Folding()::add);
    places.add(text.length());
  }

  private final class Folding {
    private int at;

    void add(int character) {
      int as = compared(character);
      if (as >= 0) {
        folded.appendCodePoint(as);
        for (int i = 0; i < Character.charCount(as); i++) {
          places.add(at);
        }
      }
      at += Character.charCount(character);
    }
  }

  /** The character as it is compared; -1 for one that is passed over. */
  private static int compared(int character) {
    return switch (character) {
      case 0x200C, 0x200D, 0x0640, 0xFE0F -> -1;
      case 0x064A, 0x0649 -> 0x06CC;
      case 0x0643 -> 0x06A9;
      default -> Character.toLowerCase(character);
    };
  }

  /** The pieces around the first hit of the words. */
  static List<Piece> of(String text, List<String> words) {
    Snippet snippet = new Snippet(text);
    words.forEach(snippet::mark);
    return snippet.pieces();
  }

  private void mark(String word) {
    String wanted = new Snippet(word).folded.toString();
    if (wanted.isEmpty()) {
      return;
    }
    for (int at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
      if (wanted.codePointCount(0, wanted.length()) > 2 || isBeginning(at)) {
        hits.set(places.get(at), places.get(at + wanted.length()));
      }
    }
  }

  /** A word of one or two letters was found where a word begins; where none do, anywhere. */
  private boolean isBeginning(int at) {
    int character = folded.codePointAt(at);
    return at == 0 || !Character.isLetterOrDigit(folded.codePointBefore(at)) || character >= 0x0E00;
  }

  private List<Piece> pieces() {
    int first = Math.max(0, hits.nextSetBit(0));
    int begin = first <= AHEAD ? 0 : boundary(first - AHEAD, first);
    String shown = Graphemes.beginning(text.substring(begin), LONGEST);
    int end = begin + shown.length();
    List<Piece> pieces = new ArrayList<>();
    if (begin > 0) {
      pieces.add(new Piece(LEFT_OUT, false));
    }
    for (int at = begin; at < end; ) {
      boolean hit = hits.get(at);
      int next = hit ? hits.nextClearBit(at) : hits.nextSetBit(at);
      int until = next < 0 ? end : Math.min(next, end);
      pieces.add(new Piece(text.substring(at, until), hit));
      at = until;
    }
    if (end < text.length()) {
      pieces.add(new Piece(LEFT_OUT, false));
    }
    return pieces;
  }

  /** Behind a blank if there is one, and never within a character. */
  private int boundary(int from, int to) {
    for (int at = from; at < to; at++) {
      if (Character.isWhitespace(text.charAt(at))) {
        return at + 1;
      }
    }
    return Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
  }
}
