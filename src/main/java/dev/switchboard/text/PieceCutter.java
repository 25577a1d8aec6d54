package dev.switchboard.text;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/** Cuts a text into parts, one after another from its beginning. Used by one thread. */
final class PieceCutter {
  /** Signs with a meaning only at the beginning of a line. */
  private static final Pattern BLOCK = Pattern.compile("(?:>(?:>>)?|#{1,3}|-#?|\\+) ");

  private final List<Piece> pieces;

  /** For each piece, whether it begins between two characters. */
  private final BitSet apart = new BitSet();

  private int from;

  /** Whether the next piece was at the beginning of a line. */
  private boolean atLine = true;

  /**
   * A cutter for a whole text.
   *
   * @param boundaries the start indexes of its characters
   */
  PieceCutter(List<Piece> pieces, BitSet boundaries) {
    this.pieces = new ArrayList<>(pieces);
    int at = 0;
    for (int i = 0; i < pieces.size(); i++) {
      apart.set(i, boundaries.get(at));
      at += pieces.get(i).raw().length();
    }
  }

  /**
   * A part of the text.
   *
   * @param raw the part as it was written
   * @param safe the part with its open formats opened at its beginning and closed at its end
   * @param changed whether a format was opened or closed
   */
  record Part(String raw, String safe, boolean changed) {}

  boolean hasMore() {
    return from < pieces.size();
  }

  Part next(int room) {
    List<Mark> opened = pieces.get(from).within();
    if (pieces.get(from).kind() == Piece.Kind.PREFIX) {
      from++;
    }
    // With room for the sign that may be needed before the text.
    int cut = cut(opening(opened).length() + (from == 0 ? 0 : 1), room);
    if (cut == from) {
      apart(from);
      cut = from + 1;
    }
    Part part = part(opened, cut);
    from = cut;
    skipSpace();
    // Formats that end right after the cut were closed at the cut.
    while (hasMore() && pieces.get(from).kind() == Piece.Kind.CLOSING) {
      from++;
      skipSpace();
    }
    atLine = beginsLine(pieces.subList(cut, from));
    return part;
  }

  private Part part(List<Mark> opened, int cut) {
    StringBuilder raw = new StringBuilder();
    StringBuilder safe = new StringBuilder();
    for (Piece piece : pieces.subList(from, cut)) {
      raw.append(piece.raw());
      safe.append(piece.safe());
    }
    String between = between(opened, safe.toString());
    safe.insert(0, opening(opened) + between);
    List<Mark> open = cut < pieces.size() ? pieces.get(cut).within() : List.of();
    String closing = closing(open);
    boolean code = !open.isEmpty() && open.getLast().is(Mark.Kind.CODE);
    String body = code ? safe.toString() : safe.toString().stripTrailing();
    if (!closing.isEmpty() && endsInBackslash(cut)) {
      body += "\\";
    }
    boolean changed = !opened.isEmpty() || !open.isEmpty() || !between.isEmpty();
    return new Part(raw.toString().strip(), (body + closing).strip(), changed);
  }

  private static boolean beginsLine(List<Piece> leftOut) {
    boolean begins = false;
    for (Piece piece : leftOut) {
      boolean space = piece.isSpace() || piece.kind() == Piece.Kind.PREFIX;
      begins = piece.isLineEnd() || (begins && space);
    }
    return begins;
  }

  /** Whether the part ends in a backslash that would escape the next sign. */
  private boolean endsInBackslash(int cut) {
    int last = cut - 1;
    while (last > from && pieces.get(last).isSpace()) {
      last--;
    }
    Piece piece = pieces.get(last);
    return piece.raw().equals("\\") && piece.within().stream().noneMatch(PieceCutter::isCode);
  }

  /**
   * The text needed before the part, so that it begins a quotation, heading or list exactly if it
   * did before.
   */
  private String between(List<Mark> opened, String words) {
    boolean code = opened.stream().anyMatch(PieceCutter::isCode);
    // A literal sign that would be read together with the signs that open the part.
    boolean joins =
        pieces.get(from).kind() == Piece.Kind.TEXT
            && !words.isEmpty()
            && "*~|".indexOf(words.charAt(0)) >= 0
            && opening(opened).endsWith(words.substring(0, 1));
    if (joins && !code) {
      return "\\";
    }
    if (code || !BLOCK.matcher(words).lookingAt()) {
      return "";
    }
    boolean spans = !opened.isEmpty() && opened.stream().allMatch(mark -> mark.is(Mark.Kind.SPAN));
    if (!atLine) {
      return "\\";
    }
    return spans && !opened.getLast().open().equals("*") ? "\n" : "";
  }

  private static boolean isCode(Mark mark) {
    return mark.is(Mark.Kind.CODE) || mark.is(Mark.Kind.FENCE);
  }

  /**
   * The index of the piece before which the next part ends; the index of the first piece if that is
   * too long.
   */
  private int cut(int opening, int room) {
    int length = opening;
    int line = from;
    int word = from;
    int any = from;
    int forced = from;
    boolean says = true;
    for (int i = from; i < pieces.size() && length <= room; i++) {
      Piece piece = pieces.get(i);
      boolean fits = i > from && length + 1 + closing(piece.within()).length() <= room;
      if (fits) {
        forced = i;
        boolean here = says && piece.begins(pieces.get(i - 1)) && apart.get(i);
        any = here ? i : any;
        word = here && piece.isSpace() && length > room / 2 ? i : word;
        line = here && piece.isLineEnd() && length > room / 2 ? i : line;
      }
      length += piece.safe().length();
      // A format around white space alone is no format.
      says = piece.kind() != Piece.Kind.OPENING && (says || !piece.isSpace());
    }
    if (length <= room) {
      return pieces.size();
    }
    return line > from ? line : word > from ? word : any > from ? any : forced;
  }

  /** Splits a piece that is longer than a part into its letters. */
  private void apart(int index) {
    Piece piece = pieces.get(index);
    List<Piece> letters =
        piece
            .raw()
            .codePoints()
            .mapToObj(Character::toString)
            .map(letter -> new Piece(Piece.Kind.TEXT, letter, letter, piece.within()))
            .toList();
    if (letters.size() > 1) {
      pieces.remove(index);
      pieces.addAll(index, letters);
      for (int i = pieces.size(); i > index; i--) {
        apart.set(i, i < index + letters.size() || apart.get(i - letters.size() + 1));
      }
    }
  }

  private void skipSpace() {
    boolean fence = from < pieces.size() && pieces.get(from).inFence();
    boolean line = from < pieces.size() && pieces.get(from).isLineEnd();
    if (fence && line) {
      from++;
      return;
    }
    while (!fence && from < pieces.size() && isLeftOut(pieces.get(from))) {
      from++;
    }
  }

  private static boolean isLeftOut(Piece piece) {
    boolean code = piece.within().stream().anyMatch(mark -> mark.is(Mark.Kind.CODE));
    return (piece.isSpace() && !code) || piece.kind() == Piece.Kind.PREFIX;
  }

  private static String opening(List<Mark> marks) {
    StringBuilder signs = new StringBuilder();
    for (Mark mark : marks) {
      boolean beginsLine = mark.is(Mark.Kind.QUOTE) || mark.is(Mark.Kind.LINE);
      boolean within = !signs.isEmpty() && !signs.toString().endsWith("> ");
      signs.append(beginsLine && within ? "\n" : "").append(mark.open());
    }
    return signs.toString();
  }

  private static String closing(List<Mark> marks) {
    StringBuilder signs = new StringBuilder();
    marks.reversed().forEach(mark -> signs.append(mark.close()));
    return signs.toString();
  }
}
