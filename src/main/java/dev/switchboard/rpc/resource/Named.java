package dev.switchboard.rpc.resource;

import dev.switchboard.account.AccountName;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.RequestRefused;

/** The name of an account in a request. */
final class Named {
  static final String FIELD = "username";

  private Named() {}

  /** The name in a request that must have one. */
  static AccountName required(Body body) {
    return of(
        body.text(FIELD)
            .orElseThrow(() -> new RequestRefused(Reply.BAD_REQUEST, FIELD + " is required")));
  }

  /**
   * The name from its text.
   *
   * @throws RequestRefused if no account can have the name
   */
  static AccountName of(String written) {
    return AccountName.of(written)
        .orElseThrow(() ->
            new RequestRefused(Reply.BAD_REQUEST, "invalid username: " + AccountName.EXPECTED));
  }
}
