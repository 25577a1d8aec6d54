package dev.switchboard.feed;

import java.util.Arrays;
import java.util.Optional;

/** The kind of an event. Its word stands in the table and in the REST API: it never changes. */
public enum FeedKind {
  /** A ticket was opened. */
  TICKET_OPENED("ticket.opened"),
  /** The status, the priority, the channel or the transcript of a ticket changed. */
  TICKET_UPDATED("ticket.updated"),
  /** A ticket was closed. */
  TICKET_CLOSED("ticket.closed"),
  /** A message was written. */
  MESSAGE_CREATED("message.created"),
  /** A message was edited or deleted, or its delivery or one of its files came further. */
  MESSAGE_UPDATED("message.updated");

  private final String word;

  FeedKind(String word) {
    this.word = word;
  }

  /** The word for it in rows and events. */
  public String word() {
    return word;
  }

  /**
   * The kind of that word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FeedKind of(String word) {
    return known(word)
        .orElseThrow(() -> new IllegalArgumentException("no kind of event is named " + word));
  }

  /** The kind of that word; empty where only a newer version has it. */
  static Optional<FeedKind> known(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }
}
