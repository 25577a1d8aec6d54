package dev.switchboard.text;

/**
 * A format of a range of a text.
 *
 * @param open the text that begins it, or begins it again after a cut
 * @param close the text that ends it; empty if the end of the line or of the message does
 */
record Mark(Kind kind, String open, String close) {
  enum Kind {
    /** Bold, italics, underline, strikethrough or a spoiler. */
    SPAN,
    CODE,
    FENCE,
    /** A heading or small print. */
    LINE,
    QUOTE
  }

  boolean is(Kind one) {
    return kind == one;
  }
}
