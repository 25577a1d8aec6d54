package dev.switchboard.ticket.model;

import java.util.List;
import java.util.TreeSet;

/**
 * The form in which a post is sent. When Discord refuses the planned form, the post is tried
 * without the part that may be the reason, one part less each time.
 *
 * @param answers whether it is sent as a reply to the message that it answers
 * @param framed whether it has its embeds
 * @param packed whether its files are compressed
 * @param leftOut the indexes, from 0, of the draft's files that are left out; a line names each
 * @param words the form of its text
 */
public record Form(
    boolean answers, boolean framed, boolean packed, List<Integer> leftOut, Words words) {
  /** The planned form. */
  public static final Form PLANNED = new Form(true, true, false, List.of(), Words.AS_WRITTEN);

  /** The form of a text. */
  public enum Words {
    AS_WRITTEN,
    /** The whole text, but no address in it is a link. */
    DEFUSED,
    /** The text is in a text file. */
    IN_A_FILE,
    /** Only the number of the message, and where its text can be read. */
    NAMED
  }

  public Form {
    leftOut = List.copyOf(new TreeSet<>(leftOut));
  }

  public Form withoutAnswer() {
    return new Form(false, framed, packed, leftOut, words);
  }

  public Form withoutFrame() {
    return framed(false);
  }

  public Form framed(boolean changed) {
    return new Form(answers, changed, packed, leftOut, words);
  }

  public Form withFilesPacked() {
    return new Form(answers, framed, true, leftOut, words);
  }

  public Form without(List<Integer> files) {
    return new Form(answers, framed, packed, files, words);
  }

  public Form with(Words changed) {
    return new Form(answers, framed, packed, leftOut, changed);
  }
}
