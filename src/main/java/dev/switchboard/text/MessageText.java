package dev.switchboard.text;

import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.ArgType;
import com.ibm.icu.text.MessagePattern.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of a message in one language, in the pieces of its pattern (ICU's MessageFormat).
 * Immutable.
 *
 * <p>ICU's own {@code MessageFormat} is not used: it is not thread-safe, and it writes each number
 * in the manner of the language, also those that are ids or are typed in commands.
 */
record MessageText(List<Piece> pieces) {
  /** The case of a plural or a choice that stands for all others. */
  static final String OTHER = "other";

  MessageText {
    pieces = List.copyOf(pieces);
  }

  /** A part of a text. */
  sealed interface Piece {
    record Plain(String text) implements Piece {}

    /** The value of a placeholder. A number is written in plain digits, as ids and numbers are. */
    record Value(String name) implements Piece {}

    /** {@code {name, number}}, or {@code #} in a plural: in the manner of the language. */
    record Figure(String name) implements Piece {}

    /** A text for each form of a number: {@code =0}, {@code one}, {@code few}. */
    record Plural(String name, Map<String, MessageText> forms) implements Piece {
      public Plural {
        forms = Map.copyOf(forms);
      }
    }

    /** A text for each of some values. */
    record Choice(String name, Map<String, MessageText> cases) implements Piece {
      public Choice {
        cases = Map.copyOf(cases);
      }
    }
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none, or has a format that is not in {@link Piece}
   */
  static MessageText of(String pattern) {
    return new Reader(new MessagePattern(pattern)).read(0, "");
  }

  private record Reader(MessagePattern pattern) {
    /**
     * Reads a message within the pattern.
     *
     * @param start the index of the part with which it begins
     * @param counted the placeholder that {@code #} stands for; empty outside of plurals
     */
    MessageText read(int start, String counted) {
      List<Piece> pieces = new ArrayList<>();
      int limit = pattern.getLimitPartIndex(start);
      int from = pattern.getPart(start).getLimit();
      for (int i = start + 1; i <= limit; i++) {
        Part part = pattern.getPart(i);
        if (part.getIndex() > from) {
          pieces.add(new Piece.Plain(pattern.getPatternString().substring(from, part.getIndex())));
        }
        from = part.getLimit();
        if (part.getType() == Part.Type.REPLACE_NUMBER) {
          pieces.add(new Piece.Figure(counted));
        } else if (part.getType() == Part.Type.ARG_START) {
          pieces.add(argument(i, part.getArgType(), counted));
          i = pattern.getLimitPartIndex(i);
          from = pattern.getPart(i).getLimit();
        }
      }
      return new MessageText(pieces);
    }

    private Piece argument(int start, ArgType type, String counted) {
      String name = pattern.getSubstring(pattern.getPart(start + 1));
      return switch (type) {
        case NONE -> new Piece.Value(name);
        case PLURAL -> new Piece.Plural(name, cases(start + 2, name));
        case SELECT -> new Piece.Choice(name, cases(start + 2, counted));
        case SIMPLE -> {
          boolean plain = pattern.getLimitPartIndex(start) == start + 3;
          if (!plain || !pattern.getSubstring(pattern.getPart(start + 2)).equals("number")) {
            throw new IllegalArgumentException(
                "{%s} has a format other than number, plural and select".formatted(name));
          }
          yield new Piece.Figure(name);
        }
        case CHOICE, SELECTORDINAL ->
            throw new IllegalArgumentException("{%s} is a %s".formatted(name, type));
      };
    }

    private Map<String, MessageText> cases(int start, String counted) {
      Map<String, MessageText> cases = new LinkedHashMap<>();
      int i = start;
      while (pattern.getPartType(i) == Part.Type.ARG_SELECTOR) {
        String selector = pattern.getSubstring(pattern.getPart(i));
        // A selector such as =0 has its number behind it.
        int message = pattern.getPartType(i + 1).hasNumericValue() ? i + 2 : i + 1;
        cases.put(selector, read(message, counted));
        i = pattern.getLimitPartIndex(message) + 1;
      }
      if (pattern.getPartType(i) != Part.Type.ARG_LIMIT) {
        throw new IllegalArgumentException("a plural with an offset");
      }
      return cases;
    }
  }
}
