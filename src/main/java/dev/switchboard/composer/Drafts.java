package dev.switchboard.composer;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.ActSources;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to the drafts of the users who write at the desk. A user has at most one draft of each
 * kind in a ticket, and nobody else reads it. A stage fails where the database is out of reach.
 * Thread-safe.
 *
 * <p>The client counts the versions of a draft. A version that is stored is never replaced by an
 * older one or by another text of the same version, whatever order the requests arrive in. A draft
 * that was sent or discarded leaves its version behind for 30 days, so that a late save does not
 * bring it back.
 */
public interface Drafts {
  /** The largest number of drafts with words that a user has. */
  int MOST = 500;

  /** What a draft is to become. */
  enum Kind {
    REPLY("reply"),
    NOTE("note");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The word in the API and in the table. */
    public String word() {
      return word;
    }
  }

  /**
   * What is written.
   *
   * @param anonymous whether the member is not told who replies; false for a note
   * @param files the ids of uploaded files that are to be sent with the text
   */
  record Words(String text, boolean anonymous, List<String> files) {
    /** Nothing written. */
    public static final Words NONE = new Words("", false, List.of());

    public Words {
      files = List.copyOf(files);
    }

    /** Whether nothing is written; blanks count as nothing. */
    public boolean isEmpty() {
      return text.isBlank() && files.isEmpty();
    }
  }

  /**
   * A draft.
   *
   * @param version 0 where there never was one
   * @param words {@link Words#NONE} where there is none now
   * @param refused why these words were not sent when their time came; empty for all others
   * @param changed empty where there never was a draft
   */
  record Draft(
      Kind kind, int version, Words words, Optional<String> refused, Optional<Instant> changed) {
    static Draft none(Kind kind) {
      return new Draft(kind, 0, Words.NONE, Optional.empty(), Optional.empty());
    }
  }

  /** What came of a change. */
  sealed interface Change {
    /** It is stored; also where it was stored before. */
    record Stored(Draft draft) implements Change {}

    /** Nothing was changed: a version is stored that is newer, or the same with other words. */
    record Outdated(Draft present) implements Change {}

    /** There is no such ticket, or what was said in it is erased. */
    record NoTicket() implements Change {}

    /** The user has {@link #MOST} drafts, and this would be one more. */
    record TooMany() implements Change {}
  }

  /**
   * A draft that is sent.
   *
   * @param version the newest version that the client has saved, or is saving
   * @param words as they are sent
   */
  record Sent(long ticket, Kind kind, int version, Words words) {}

  /** The drafts of a user in a ticket, one of each kind; empty where there is no such ticket. */
  CompletionStage<Optional<List<Draft>>> drafts(Principal by, long ticket);

  /**
   * Stores a version of a draft.
   *
   * @param version 1 or more, and larger than that of the draft it follows
   */
  CompletionStage<Change> save(Principal by, long ticket, Kind kind, int version, Words words);

  /**
   * Throws a draft away.
   *
   * @param version the newest version that the client has saved, or is saving; empty for whatever
   *     version is stored
   */
  CompletionStage<Change> discard(Principal by, long ticket, Kind kind, OptionalInt version);

  /**
   * The source of the act that sends a draft. In the same transaction the draft is taken away,
   * unless a newer version is stored than the one that is sent. Its words are kept aside, whatever
   * is saved or discarded meanwhile, until {@link #settle} says what came of the act, or the ticket
   * is asked for it after two minutes ({@link UnknownSends}).
   *
   * <p>They are not kept any longer where the same user saves or sends a later text in the ticket
   * that contains them, as whole lines and with all files.
   *
   * @param request empty where the request cannot come again
   */
  CompletionStage<ActSources.Given> send(
      Principal by, Sent sent, Optional<ActSources.Request> request);

  /**
   * Forgets the words that were sent, or makes them the draft again. Where there is another draft,
   * words that were not sent stay aside, and {@link UnknownSends} finds a place for them.
   *
   * @param done whether the ticket has carried out the act of this source
   */
  CompletionStage<Done> settle(Principal by, long source, boolean done);
}
