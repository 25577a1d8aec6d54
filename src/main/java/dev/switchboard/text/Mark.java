package dev.switchboard.text;

/**
 * A format that a text has from one place to another.
 *
 * @param open how it begins, or begins again after a cut
 * @param close how it ends; empty where a line's or the message's end ends it
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
