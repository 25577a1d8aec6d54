package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The port to the blocked names. Every stage fails if the database is out of reach. */
public interface Blocklist {
  /** A blocked name. */
  record Blocked(AccountName name, String reason, Instant at) {}

  /** Blocks a name, or changes the reason. An account with the name stays, but cannot sign in. */
  CompletionStage<Done> block(AccountName name, String reason, Principal by);

  /** Unblocks a name; changes nothing if it is not blocked. */
  CompletionStage<Done> unblock(AccountName name, Principal by);

  /**
   * A page of blocked names, newest first.
   *
   * @param total the number of all blocked names
   * @param more whether further names follow
   */
  record Page(List<Blocked> blocked, long total, boolean more) {
    public Page {
      blocked = List.copyOf(blocked);
    }
  }

  /**
   * A page of blocked names.
   *
   * @param after the last name of the page before; if it is no longer blocked, the first page
   *     follows
   */
  CompletionStage<Page> page(Optional<AccountName> after, int most);
}
