package dev.switchboard.ticket.view;

import dev.switchboard.ticket.model.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to what was said in a ticket, by the read tables, which may be a moment behind. A stage
 * fails where the database is out of reach. Thread-safe.
 */
public interface TicketMessages {
  /** So many former texts of a message are told at most, the newest of them. */
  int FORMER_TEXTS = 20;

  /** The side that a message comes from. */
  enum Kind {
    MEMBER,
    /** Staff, to the member. */
    REPLY,
    /** Staff, among themselves. */
    NOTE,
    /** The product, to staff. */
    REMARK
  }

  /** The messages that are looked at. */
  enum Audience {
    /** All of them. */
    STAFF,
    /** What passed between the member and staff: no notes, and no remarks, which quote notes. */
    BOTH_SIDES
  }

  /** The point that a message has reached on its way to the other side. */
  enum Fate {
    /** Kept; notes come no further. */
    STORED,
    PLANNED,
    DELIVERED,
    REFUSED
  }

  /**
   * The delivery of a message.
   *
   * @param refusal the reason of a refusal in one word; empty for every other fate
   * @param detail Discord's own words about it; empty where there are none
   */
  record Delivery(Fate fate, String refusal, String detail) {}

  /**
   * A text that an edit replaced.
   *
   * @param until when it was replaced; empty where that is not known
   */
  record Former(String text, Optional<Instant> until) {}

  /** The state of the copy of a file. */
  enum Copy {
    WAITING,
    KEPT,
    LOST
  }

  /**
   * A file of a message.
   *
   * @param place its place among the message's files, from 1
   * @param size bytes
   * @param contentType the media type as its sender declared it; empty where it is not known
   * @param stored the copy; empty while there is none
   * @param lost why there will be none; empty for the other states
   */
  record File(
      int place,
      String name,
      long size,
      String contentType,
      Copy copy,
      Optional<StoredFile> stored,
      String lost) {}

  /**
   * A message.
   *
   * @param author Discord's user id; 0 for the product and for programs
   * @param name the author's name, as it was when the message was written; empty for the product
   * @param signature the name that the member sees; empty where the message is no reply
   * @param text what it says now, also where it is deleted
   * @param extras lines for what is neither text nor file
   * @param former at most {@link #FORMER_TEXTS}, oldest first
   */
  record Message(
      int number,
      Kind kind,
      long author,
      String name,
      String signature,
      boolean anonymous,
      String text,
      List<String> extras,
      List<Former> former,
      List<File> files,
      Delivery delivery,
      Instant at,
      Optional<Instant> edited,
      Optional<Instant> deleted) {
    public Message {
      extras = List.copyOf(extras);
      former = List.copyOf(former);
      files = List.copyOf(files);
    }
  }

  /** A part of a ticket's messages by their numbers; empty where there is no such ticket. */
  CompletionStage<Optional<Part<Message>>> part(long ticket, Audience audience, Position position);

  /**
   * The copy of a file of a message.
   *
   * @param place as that of {@link File}
   * @return empty where there is none
   */
  CompletionStage<Optional<StoredFile>> file(long ticket, Audience audience, int number, int place);
}
