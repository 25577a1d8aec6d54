package dev.switchboard.access.login;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to logins that are under way. An attempt is good for one return within ten minutes, in
 * the browser that began it. Every stage fails where the database is out of reach. Thread-safe.
 */
public interface LoginAttempts {
  /**
   * What the browser is given.
   *
   * @param state the parameter {@code state} of the address of Discord's page: 256 random bits
   * @param browser what a cookie of the browser has until its return: 256 random bits
   * @param pkce for the parameter {@code code_challenge}
   */
  record Begun(String state, String browser, Pkce pkce) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Begun[" + pkce + "]";
    }
  }

  /**
   * What was kept of an attempt.
   *
   * @param redirect the path of this server that the login leads to
   * @param pkce for the parameter {@code code_verifier} of the request that redeems the code
   * @param session the id of the session whose account is to be linked; empty for a sign-in
   */
  record Attempt(String redirect, Pkce pkce, Optional<String> session) {}

  /**
   * Begins an attempt.
   *
   * @param redirect where it leads to; {@link Redirects#own} has let it through, or it is refused
   *     with an {@link IllegalArgumentException}
   */
  default CompletionStage<Begun> begin(String redirect) {
    return begin(redirect, Optional.empty());
  }

  /**
   * Begins an attempt to link an account.
   *
   * @param session the id of the session in which its holder is; empty for a sign-in
   */
  CompletionStage<Begun> begin(String redirect, Optional<String> session);

  /**
   * Takes the attempt of a state: of several who ask, one is given it. Empty where there is none,
   * where it is over, or where another browser began it; then it is over, too.
   *
   * @param state as the browser came back with it
   * @param browser what the browser's cookie has
   */
  CompletionStage<Optional<Attempt>> take(String state, String browser);
}
