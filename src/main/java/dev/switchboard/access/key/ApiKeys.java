package dev.switchboard.access.key;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The port to the keys of the REST API. What a method revokes or deletes is good no more on this
 * node at once, and on every other node within a second. Every stage fails where the database is
 * out of reach. Thread-safe.
 */
public interface ApiKeys {
  /** So many keys there are at most; revoked and expired ones count until they are deleted. */
  int MOST = 1_000;

  /** The answer to {@link #create}. */
  sealed interface Creating {
    /**
     * It is good from now on.
     *
     * @param text the key itself, which nobody can show again
     */
    record Created(String text, Key key) implements Creating {
      /** Without the key. */
      @Override
      public String toString() {
        return "Created[" + key + "]";
      }
    }

    /** There is no such key. */
    record Refused(Reason reason) implements Creating {}
  }

  /** Why no key is made. */
  enum Reason {
    NAME_UNUSABLE("a name is one line of 1 to 100 characters"),
    NO_PERMISSION("a key needs at least one permission"),
    EXPIRED_ALREADY("the time at which it expires is over already"),
    TOO_MANY("there are 1,000 keys already; delete some first");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * Makes a key. The stage fails with {@link dev.switchboard.access.NotPermitted} where the
   * permissions include what the caller may not do.
   *
   * @param name one line of 1 to 100 characters; blanks around it are left out
   * @param expires from when on it is good no more; empty for never
   */
  CompletionStage<Creating> create(
      String name, Set<KeyPermission> permissions, Optional<Instant> expires, Principal by);

  /** Revokes a key, which is listed as revoked then. The answer is whether there is one. */
  CompletionStage<Boolean> revoke(long number, Principal by);

  /** Deletes a key. The answer is whether there was one. */
  CompletionStage<Boolean> delete(long number, Principal by);

  /** All keys by number, revoked and expired ones included. */
  CompletionStage<List<Key>> all();

  /**
   * Whose key that is, up to half a second old; empty for whatever is no key that is good now. It
   * notes the use of a key, once in a minute at most.
   */
  CompletionStage<Optional<KeyHolder>> holder(String presented);
}
