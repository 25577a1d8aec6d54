package dev.switchboard.ticket.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The port to a search over what was said, and over members' names and tickets' numbers, by the
 * read tables, which may be a moment behind. A message is found where it has every word of the
 * question: three letters or digits of ASCII anywhere in it (where the database has the extension
 * {@code pg_trgm}), any other word at the beginning of one of its own; in scripts that do not
 * divide words, anywhere. Capital and small letters are the same. Deleted and erased messages, and
 * former texts, are never found. A stage fails with {@link QueryTooSlow} where a search takes too
 * long, and where the database is out of reach. Thread-safe.
 */
public interface TicketSearch {
  /** The longest question, in characters. */
  int LONGEST = 200;

  /** Words of a question; more are too many. */
  int MOST_WORDS = 10;

  /** Tickets that a question finds by name or number at most. */
  int MOST_TICKETS = 10;

  /**
   * A question.
   *
   * @param words the words, 1 to {@link #MOST_WORDS}, without blanks
   * @param author Discord's user id; empty for all authors
   * @param kind empty for all kinds
   */
  record Wanted(
      List<String> words,
      TicketList.Filter filter,
      OptionalLong author,
      Optional<TicketMessages.Kind> kind) {
    public Wanted {
      words = List.copyOf(words);
    }
  }

  /** The place of a message in the order of the findings: the newest first. */
  record Place(Instant at, long ticket, int number) {}

  /**
   * A piece of a text.
   *
   * @param hit whether it is what was asked for
   */
  record Piece(String text, boolean hit) {}

  /**
   * A message that was found.
   *
   * @param author Discord's user id; 0 for the product and for programs
   * @param name the author's name, as it was when the message was written; empty for the product
   * @param snippet the part of the text around the first hit, in pieces; {@code …} stands where
   *     something was left out
   */
  record Hit(
      long ticket,
      int number,
      TicketMessages.Kind kind,
      long author,
      String name,
      Instant at,
      List<Piece> snippet) {
    public Hit {
      snippet = List.copyOf(snippet);
    }

    /** Its place among the findings. */
    public Place place() {
      return new Place(at, ticket, number);
    }
  }

  /**
   * A part of the messages that have every word, the newest first.
   *
   * @param after the place behind which the part begins; empty for the first part
   * @param limit messages at most, 1 to 200
   */
  CompletionStage<Part<Hit>> messages(Wanted wanted, Optional<Place> after, int limit);

  /**
   * The ticket with that number, and the newest ones of members whose names have every word: at
   * most {@link #MOST_TICKETS}, of the newest 20,000 tickets.
   */
  CompletionStage<List<TicketList.Row>> tickets(Wanted wanted);
}
