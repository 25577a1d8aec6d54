package dev.switchboard.share;

import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the shares. Every stage fails where the database is out of reach. Thread-safe. */
public interface ShareBook {
  /**
   * Adds one; its slug, link and name have been looked at.
   *
   * @param by the name of a token, or {@link Shares#FORM}
   */
  CompletionStage<Outcome> create(Share share, String by);

  /** Changes what is given of one. */
  CompletionStage<Outcome> update(
      String slug, Optional<String> url, Optional<String> name, String by);

  CompletionStage<Outcome> delete(String slug, String by);

  /** Deletes all that somebody made, and says how many those were. */
  CompletionStage<Integer> clear(String madeBy, String by);

  CompletionStage<Optional<Share>> find(String slug);

  /** All of them, by slug. */
  CompletionStage<List<OwnedShare>> all();
}
