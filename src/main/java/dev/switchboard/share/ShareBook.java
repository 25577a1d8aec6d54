package dev.switchboard.share;

import dev.switchboard.access.Principal;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the shares. Every stage fails if the database is out of reach. Thread-safe. */
public interface ShareBook {
  /**
   * Adds a share; the caller has checked its slug, link and name.
   *
   * @param by the maker; the share stores its name
   */
  CompletionStage<Outcome> create(Share share, Principal by);

  /** Changes a share; empty values stay as they are. */
  CompletionStage<Outcome> update(
      String slug, Optional<String> url, Optional<String> name, Principal by);

  CompletionStage<Outcome> delete(String slug, Principal by);

  /** Deletes all shares of a maker; completes with their number. */
  CompletionStage<Integer> clear(String madeBy, Principal by);

  CompletionStage<Optional<Share>> find(String slug);

  /** All shares, ordered by slug. */
  CompletionStage<List<OwnedShare>> all();
}
