package dev.switchboard.rpc;

import dev.switchboard.account.AccountName;

/** The name of an account in a request. */
final class Named {
  static final String FIELD = "username";

  private Named() {}

  /** The name that must be there. */
  static AccountName required(Body body) {
    return of(
        body.text(FIELD)
            .orElseThrow(() -> new RequestRefused(Reply.BAD_REQUEST, FIELD + " is required")));
  }

  /**
   * The name that somebody wrote.
   *
   * @throws RequestRefused if no account can have it
   */
  static AccountName of(String written) {
    return AccountName.of(written)
        .orElseThrow(() ->
            new RequestRefused(Reply.BAD_REQUEST, "invalid username: " + AccountName.EXPECTED));
  }
}
