package dev.switchboard.text;

import dev.switchboard.text.Mark.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a text as Discord's clients do, as far as it matters for the range of a format. A sign
 * that formats nothing in the text itself is escaped in {@link Piece#safe}, so that it finds no
 * partner elsewhere; Discord shows both alike. Used once.
 */
final class MarkdownScanner {
  /**
   * The deepest nesting of formats; deeper ones count as plain letters, because each costs letters
   * at a cut.
   */
  private static final int DEEPEST = 8;

  private static final int LONGEST_WHOLE = 500;
  private static final int LONGEST_LANGUAGE = 24;

  private static final Pattern QUOTED = Pattern.compile(" *> [^\\n]*(?:\\n *> [^\\n]*)*");
  private static final Pattern QUOTED_TO_THE_END = Pattern.compile(" *>>> ");
  private static final Pattern QUOTE_SIGN = Pattern.compile(" *> ?");
  private static final Pattern HEADED = Pattern.compile("(#{1,3} +|-# +)[^\\n]+");

  private final String text;
  private final Deque<String> prefixes;
  private final List<Mark> within;
  private final List<Piece> pieces;

  private MarkdownScanner(
      String text, Deque<String> prefixes, List<Mark> within, List<Piece> pieces) {
    this.text = text;
    this.prefixes = prefixes;
    this.within = within;
    this.pieces = pieces;
  }

  static List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>(text.length());
    new MarkdownScanner(text, new ArrayDeque<>(), List.of(), pieces).lines();
    return pieces;
  }

  // ---- lines

  private void lines() {
    read(0, text.length(), within);
  }

  private void read(int from, int end, List<Mark> around) {
    for (int at = from; at < end; ) {
      boolean beginsLine = at == 0 || text.charAt(at - 1) == '\n';
      int next = beginsLine ? block(at, end, around) : -1;
      at = next < 0 ? inline(at, end, around) : next;
    }
  }

  /** The end of the block that a line's first signs begin; -1 if they begin none. */
  private int block(int at, int end, List<Mark> around) {
    boolean quoted = around.stream().anyMatch(mark -> mark.is(Kind.QUOTE));
    Matcher toTheEnd = QUOTED_TO_THE_END.matcher(text).region(at, end);
    if (!quoted && toTheEnd.lookingAt()) {
      String words = text.substring(toTheEnd.end(), end);
      quotation(words, toTheEnd.group(), new ArrayDeque<>(), around);
      return end;
    }
    Matcher lines = QUOTED.matcher(text).region(at, end);
    if (!quoted && lines.lookingAt()) {
      quotation(lines.group(), around);
      return lines.end();
    }
    Matcher headed = HEADED.matcher(text).region(at, end);
    if (headed.lookingAt()) {
      String sign = headed.group(1);
      add(Piece.Kind.OPENING, sign, sign, around);
      read(headed.end(1), headed.end(), with(around, new Mark(Kind.LINE, sign, "")));
      return headed.end();
    }
    return -1;
  }

  private void quotation(String lines, List<Mark> around) {
    Deque<String> signs = new ArrayDeque<>();
    StringBuilder words = new StringBuilder();
    for (String line : lines.split("\n", -1)) {
      Matcher sign = QUOTE_SIGN.matcher(line);
      int from = sign.lookingAt() ? sign.end() : 0;
      signs.add(line.substring(0, from));
      words
          .append(words.isEmpty() && signs.size() == 1 ? "" : "\n")
          .append(line, from, line.length());
    }
    String first = signs.remove();
    quotation(words.toString(), first, signs, around);
  }

  private void quotation(String words, String sign, Deque<String> further, List<Mark> around) {
    add(Piece.Kind.OPENING, sign, "> ", around);
    List<Mark> inside = with(around, new Mark(Kind.QUOTE, "> ", ""));
    new MarkdownScanner(words, further, inside, pieces).lines();
  }

  // ---- within a line, or over several

  /** Reads the element that begins at an index; gives its end. */
  private int inline(int at, int end, List<Mark> around) {
    Matches matches = new Matches(text, end);
    int fence = matches.fence(at);
    if (fence >= 0) {
      fence(at, fence, around);
      return fence;
    }
    int code = matches.code(at);
    if (code >= 0) {
      String signs = "`".repeat(matches.run(at));
      code(new Mark(Kind.CODE, signs, signs), at, signs, code, code - signs.length(), around);
      return code;
    }
    int whole = matches.whole(at);
    if (whole >= 0) {
      whole(at, whole, around);
      return whole;
    }
    int span = around.size() > DEEPEST ? -1 : span(matches, at, around);
    return span >= 0 ? span : letter(matches, at, around);
  }

  private void fence(int at, int finish, List<Mark> around) {
    int named = new Matches(text, finish).afterLanguage(at);
    String opening = text.substring(at, Math.max(named, at + 3));
    boolean heading = around.stream().anyMatch(mark -> mark.is(Kind.LINE));
    boolean quotation = around.stream().anyMatch(mark -> mark.is(Kind.QUOTE));
    String line = heading ? "" : quotation ? "\n> " : "\n";
    String again = (opening.length() > LONGEST_LANGUAGE || heading ? "```" : opening) + line;
    code(new Mark(Kind.FENCE, again, line + "```"), at, opening, finish, finish - 3, around);
  }

  private void code(Mark mark, int at, String opening, int finish, int closing, List<Mark> around) {
    add(Piece.Kind.OPENING, opening, opening, around);
    List<Mark> inside = with(around, mark);
    for (int i = at + opening.length(); i < closing; ) {
      int point = text.codePointAt(i);
      String letter = Character.toString(point);
      text(letter, letter, inside);
      i += letter.length();
    }
    String sign = text.substring(closing, finish);
    add(Piece.Kind.CLOSING, sign, sign, inside);
  }

  private void whole(int at, int finish, List<Mark> around) {
    String words = text.substring(at, finish);
    if (words.length() <= LONGEST_WHOLE && words.indexOf('\n') < 0) {
      add(Piece.Kind.WHOLE, words, words, around);
    } else {
      words.codePoints().mapToObj(Character::toString).forEach(one -> text(one, one, around));
    }
  }

  private int span(Matches matches, int at, List<Mark> around) {
    return switch (text.charAt(at)) {
      case '|' -> span(matches.spoiler(at), at, "||", around);
      case '~' -> span(matches.strikethrough(at), at, "~~", around);
      case '*' -> longer(matches.stars(at), matches.pair(at, '*'), at, "*", around);
      case '_' -> longer(matches.underscores(at), matches.pair(at, '_'), at, "_", around);
      default -> -1;
    };
  }

  /** Discord takes the longer of italics and the format with two signs. */
  private int longer(int one, int two, int at, String sign, List<Mark> around) {
    return one >= two ? span(one, at, sign, around) : span(two, at, sign + sign, around);
  }

  private int span(int finish, int at, String sign, List<Mark> around) {
    if (finish < 0) {
      return -1;
    }
    int closing = finish - sign.length();
    // Bold inside bold is just bold; adjacent signs would be read as something else.
    boolean again = around.stream().anyMatch(mark -> isAlike(mark.open(), sign));
    String safe = again ? "" : sign;
    add(Piece.Kind.OPENING, sign, safe, around);
    List<Mark> inside = with(around, new Mark(Kind.SPAN, safe, safe));
    read(at + sign.length(), closing, inside);
    add(Piece.Kind.CLOSING, sign, safe, inside);
    return finish;
  }

  private static boolean isAlike(String one, String other) {
    return one.equals(other)
        || (one.equals("*") && other.equals("_"))
        || (one.equals("_") && other.equals("*"));
  }

  private int letter(Matches matches, int at, List<Mark> around) {
    String letter = Character.toString(text.codePointAt(at));
    text(letter, needsEscape(matches, at) ? "\\" + letter : letter, around);
    return at + letter.length();
  }

  private boolean needsEscape(Matches matches, int at) {
    char sign = text.charAt(at);
    boolean before = at > 0 && text.charAt(at - 1) == sign;
    boolean doubled = before || matches.is(sign, at + 1);
    return switch (sign) {
      case '_', '`', '[' -> true;
      case '|', '~' -> doubled;
      // A single star before a space opens nothing, but may begin an item of a list.
      case '*' -> doubled || (at + 1 < matches.end() && !Matches.isSpace(text.charAt(at + 1)));
      case '(' -> at > 0 && text.charAt(at - 1) == ']';
      // After an address, an escape would be part of it.
      case '<' ->
          matches.opensAngle(at)
              && (pieces.isEmpty() || !pieces.getLast().raw().startsWith("http"));
      default -> false;
    };
  }

  // ---- pieces

  private void text(String raw, String safe, List<Mark> around) {
    add(Piece.Kind.TEXT, raw, safe, around);
    if (raw.equals("\n") && around.stream().anyMatch(mark -> mark.is(Kind.QUOTE))) {
      String sign = prefixes.isEmpty() ? "" : prefixes.remove();
      add(Piece.Kind.PREFIX, sign, "> ", around);
    }
  }

  private void add(Piece.Kind kind, String raw, String safe, List<Mark> around) {
    pieces.add(new Piece(kind, raw, safe, around));
  }

  private static List<Mark> with(List<Mark> around, Mark mark) {
    List<Mark> all = new ArrayList<>(around);
    all.add(mark);
    return List.copyOf(all);
  }
}
