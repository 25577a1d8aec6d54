package dev.switchboard.access.session;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the sessions of browsers. What a method ends is ended on this node at once, and on
 * every other node within a second. Every stage fails where the database is out of reach.
 * Thread-safe.
 */
public interface Sessions {
  /** So many live sessions a holder has at most. */
  int MOST_OF_A_HOLDER = 20;

  /**
   * A live session.
   *
   * @param id the hash of its token, which says nothing of the token
   */
  record Listed(String id, LiveSession session) {
    /** The place of a session in the list of all, the one opened last first. */
    public record Place(Instant opened, String id) {}
  }

  /**
   * A part of the list of all live sessions.
   *
   * @param sessions may be fewer than were asked for, also where more follow
   * @param next behind which the next part begins; empty where nothing follows
   */
  record Page(List<Listed> sessions, Optional<Listed.Place> next) {
    public Page {
      sessions = List.copyOf(sessions);
    }
  }

  /**
   * A session that was just opened.
   *
   * @param token the secret itself, 43 characters of base64url, which nobody can show again
   */
  record Opened(String token, Listed session) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Opened[" + session + "]";
    }
  }

  /**
   * Opens a session under a new token. Where the holder has more than {@link #MOST_OF_A_HOLDER}
   * then, the one used longest ago ends.
   */
  CompletionStage<Opened> open(Holder holder, Client client);

  /**
   * The live session of a token, up to half a second old; empty for anything else. It notes the use
   * of a session, once in a minute at most.
   */
  CompletionStage<Optional<Listed>> use(String token, Client client);

  /** Whether a session is live at this moment, on whichever node it was ended. To ask is no use. */
  CompletionStage<Boolean> isLive(String id);

  /** The live sessions of a holder, the one used last first. */
  CompletionStage<List<Listed>> of(Holder holder);

  /** A part of the live sessions of everybody, the one opened last first. */
  CompletionStage<Page> page(Optional<Listed.Place> after, int most);

  /** The live session of an id. To ask is no use. */
  CompletionStage<Optional<Listed>> find(String id);

  /** Ends the session of a token, whosever it is, and says whether it was live. */
  CompletionStage<Boolean> logOut(String token, Principal by);

  /**
   * Ends a session and says whether it was live. Fails with {@link
   * dev.switchboard.access.NotPermitted} where it is another holder's and the principal lacks
   * {@link dev.switchboard.access.Right#MANAGE_SESSIONS}.
   */
  CompletionStage<Boolean> end(String id, Principal by);

  /**
   * Ends the sessions of a holder, and says how many that were. Fails as {@link #end} does.
   *
   * @param except the id of the session that stays, if any
   */
  CompletionStage<Integer> endAll(Holder holder, Optional<String> except, Principal by);
}
