package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the tokens with which people make accounts for themselves. Every stage fails where
 * the database is out of reach. Thread-safe.
 */
public interface RegistrationTokens {
  /**
   * What a token is to be.
   *
   * @param token its characters; empty for random ones
   * @param comment may be empty
   * @param expires from when on it is good no more; empty for never
   */
  record Draft(Optional<String> token, int maxUses, String comment, Optional<Instant> expires) {}

  /** The answer to {@link #make}. */
  sealed interface Making {
    /**
     * It is there.
     *
     * @param isNew whether there was none of those characters before
     */
    record Made(TokenBook.Token token, boolean isNew) implements Making {}

    record Refused(TokenBook.Reason reason) implements Making {}
  }

  /** Makes a token; one of the same characters keeps its uses and takes the rest from the draft. */
  CompletionStage<Making> make(Draft draft, Principal by);

  /** Why nobody makes an account with it now, if so; empty where it is good. */
  CompletionStage<Optional<TokenBook.Reason>> objection(String token);

  /** Takes one use of it, of which there are only so many; or says why not. */
  CompletionStage<Optional<TokenBook.Reason>> use(String token);

  /** Ends a token; or says why not. */
  CompletionStage<Optional<TokenBook.Reason>> revoke(String token, Principal by);

  /** All of them, those that are good no more included, in the order in which they were made. */
  CompletionStage<List<TokenBook.Token>> all();
}
