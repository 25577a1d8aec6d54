package dev.switchboard.ticket.model;

import java.util.List;
import java.util.TreeSet;

/**
 * In which form a message stands on Discord. Where Discord refuses a message as it was planned, it
 * is tried without what may be the reason, one thing less each time.
 *
 * @param answers whether it refers to the message that it answers
 * @param framed whether its embeds are there
 * @param packed whether its files are compressed
 * @param leftOut which of the draft's files are not there, counted from 0; a line names each
 * @param words what became of its text
 */
public record Form(
    boolean answers, boolean framed, boolean packed, List<Integer> leftOut, Words words) {
  /** As it was planned. */
  public static final Form PLANNED = new Form(true, true, false, List.of(), Words.AS_WRITTEN);

  /** What became of a text. */
  public enum Words {
    AS_WRITTEN,
    /** All words are there, but no address can be followed. */
    DEFUSED,
    /** The words are in a text file. */
    IN_A_FILE,
    /** Only the number of the message is there, and where its words can be read. */
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
