package dev.switchboard.access.session;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port by which sessions of local accounts know how these stand. Every stage fails where that
 * cannot be found out now. Thread-safe.
 */
public interface AccountStandings {
  /**
   * An account that there is and that is not blocked.
   *
   * @param since the mark of its present credentials; a session of another mark is over
   * @param discordUser the Discord user with whom it is linked, if any
   */
  record Standing(Instant since, Optional<Long> discordUser) {}

  /** How an account stood half a second ago, or later. Empty where nobody may use it. */
  CompletionStage<Optional<Standing>> of(String account);

  /** How an account stands at this moment. */
  CompletionStage<Optional<Standing>> read(String account);
}
