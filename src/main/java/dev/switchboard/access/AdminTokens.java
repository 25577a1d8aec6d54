package dev.switchboard.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The port to the named tokens. Every stage fails where the database is out of reach. */
public interface AdminTokens {
  /** The answer to {@link #give}. */
  sealed interface Giving {
    /**
     * It is good from now on.
     *
     * @param token the secret itself, which nobody can show again
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
   * @param lifetime how long it is good for; empty for ever
   */
  CompletionStage<Giving> give(
      String name, Set<Scope> scopes, Optional<Duration> lifetime, Principal by);

  /** Ends a token: at once here, within a second on other nodes. */
  CompletionStage<Taking> take(String name, Principal by);

  /** All of them, expired ones included, in the order in which they were given. */
  CompletionStage<List<AdminGrants.Grant>> all();

  /** Whose token has that hash and is good now; up to a second old. */
  CompletionStage<Optional<AdminGrants.Grant>> holderOf(String hash);
}
