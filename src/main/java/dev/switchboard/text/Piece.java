package dev.switchboard.text;

import java.util.List;

/**
 * A piece of a text in Discord's Markdown, in the order of the text.
 *
 * @param raw as its author wrote it; the raw pieces joined are the text
 * @param safe the same, such that it acts on nothing outside of the text
 * @param within what is open around it, outermost first
 */
record Piece(Kind kind, String raw, String safe, List<Mark> within) {
  enum Kind {
    /** A character of the text, or of code. */
    TEXT,
    /** What means something only as a whole: a mention, an address, an escape. */
    WHOLE,
    OPENING,
    CLOSING,
    /** What makes a further line one of a quotation. */
    PREFIX
  }

  /** Whether a cut before it parts nothing that has to stay together. */
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
    // Beside a code's own signs another one of them would be read together with it.
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
