package dev.switchboard.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The port to the named tokens. Every stage fails if the database is out of reach. */
public interface AdminTokens {
  /** The answer to {@link #give}. */
  sealed interface Giving {
    /**
     * The token is valid from now on.
     *
     * @param token the secret itself, which cannot be shown again
     */
    record Given(AdminGrants.Grant grant, String token) implements Giving {}

    record Refused(AdminGrants.Reason reason) implements Giving {}
  }

  /** The answer to {@link #take}. */
  sealed interface Taking {
    record Taken() implements Taking {}

    record Refused(AdminGrants.Reason reason) implements Taking {}
  }

  /**
   * Makes a token.
   *
   * @param lifetime the time until it expires; empty for never
   */
  CompletionStage<Giving> give(
      String name, Set<Scope> scopes, Optional<Duration> lifetime, Principal by);

  /** Revokes a token: at once on this node, within a second on other nodes. */
  CompletionStage<Taking> take(String name, Principal by);

  /** All tokens, including expired ones, in the order in which they were given. */
  CompletionStage<List<AdminGrants.Grant>> all();

  /** The valid token with this hash. The answer may be up to a second old. */
  CompletionStage<Optional<AdminGrants.Grant>> holderOf(String hash);
}
