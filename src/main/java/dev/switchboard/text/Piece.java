package dev.switchboard.text;

import java.util.List;

/**
 * A piece of a text in Discord's Markdown.
 *
 * @param raw the piece as its author wrote it; the raw pieces joined are the text
 * @param safe the piece in a form that affects nothing outside the text
 * @param within the formats open around it, outermost first
 */
record Piece(Kind kind, String raw, String safe, List<Mark> within) {
  enum Kind {
    /** A character of the text, or of code. */
    TEXT,
    /** An element that has its meaning only as a whole: a mention, an address, an escape. */
    WHOLE,
    OPENING,
    CLOSING,
    /** The sign that makes a further line part of a quotation. */
    PREFIX
  }

  /** Whether a cut before this piece separates nothing that belongs together. */
  boolean begins(Piece before) {
    boolean apart =
        switch (kind) {
          case TEXT, WHOLE, OPENING -> true;
          case CLOSING, PREFIX -> false;
        };
    boolean free =
        switch (before.kind) {
          case TEXT, WHOLE, CLOSING -> true;
          case OPENING, PREFIX -> false;
        };
    // A backtick next to those of the code would be read together with them.
    boolean code = !within.isEmpty() && within.getLast().is(Mark.Kind.CODE);
    return apart && free && !(code && (raw.startsWith("`") || before.raw.endsWith("`")));
  }

  boolean isLineEnd() {
    return raw.equals("\n") && safe.equals("\n");
  }

  boolean isSpace() {
    return kind == Kind.TEXT && raw.isBlank() && !raw.isEmpty();
  }

  boolean inFence() {
    return within.stream().anyMatch(mark -> mark.is(Mark.Kind.FENCE));
  }
}
