package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to the names that nobody may take. Every stage fails where the database is out of reach.
 */
public interface Blocklist {
  /** A blocked name. */
  record Blocked(AccountName name, String reason, Instant at) {}

  /** Blocks it, or changes why. An account of that name stays, but nobody signs in with it. */
  CompletionStage<Done> block(AccountName name, String reason, Principal by);

  /** Frees it; nothing changes where it is not blocked. */
  CompletionStage<Done> unblock(AccountName name, Principal by);

  /**
   * Some of them, newest first.
   *
   * @param total how many there are
   * @param more whether others follow
   */
  record Page(List<Blocked> blocked, long total, boolean more) {
    public Page {
      blocked = List.copyOf(blocked);
    }
  }

  /**
   * A page of them.
   *
   * @param after the last name of the page before; one that is not blocked any more begins anew
   */
  CompletionStage<Page> page(Optional<AccountName> after, int most);
}
