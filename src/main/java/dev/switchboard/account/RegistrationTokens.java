package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the registration tokens, with which people make their own accounts. Every stage fails
 * if the database is out of reach. Thread-safe.
 */
public interface RegistrationTokens {
  /**
   * The wanted values of a token.
   *
   * @param token its characters; empty for a random token
   * @param comment may be empty
   * @param expires the time from which it is invalid; empty for never
   */
  record Draft(Optional<String> token, int maxUses, String comment, Optional<Instant> expires) {}

  /** The answer to {@link #make}. */
  sealed interface Making {
    /**
     * The token is stored.
     *
     * @param isNew whether there was no token with these characters before
     */
    record Made(TokenBook.Token token, boolean isNew) implements Making {}

    record Refused(TokenBook.Reason reason) implements Making {}
  }

  /**
   * Makes a token. An existing token with the same characters keeps its count of uses and takes the
   * other values from the draft.
   */
  CompletionStage<Making> make(Draft draft, Principal by);

  /** The reason why a token cannot be used now; empty if it can. */
  CompletionStage<Optional<TokenBook.Reason>> objection(String token);

  /** Counts one use of a token; gives the reason if that is refused. */
  CompletionStage<Optional<TokenBook.Reason>> use(String token);

  /** Revokes a token; gives the reason if that is refused. */
  CompletionStage<Optional<TokenBook.Reason>> revoke(String token, Principal by);

  /** All tokens, including expired and used-up ones, in the order in which they were made. */
  CompletionStage<List<TokenBook.Token>> all();
}
