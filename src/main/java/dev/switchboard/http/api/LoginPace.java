package dev.switchboard.http.api;

import dev.switchboard.access.Peer;
import dev.switchboard.http.AddressPace;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.endpoint.ProblemException;

/**
 * How often an address may begin to sign in, and fail at it, in a minute. Each attempt is a row of
 * the database, and each return a call to Discord.
 */
final class LoginPace {
  /** Attempts of an address: several people behind one address, and their mistakes. */
  static final int ATTEMPTS = 20;

  /** Failures of an address (http-api.md, 1.5). */
  static final int FAILURES = 5;

  private static final int OVERALL = 600;

  private final AddressPace attempts = new AddressPace(ATTEMPTS, OVERALL, System::nanoTime);
  private final AddressPace failures = new AddressPace(FAILURES, OVERALL, System::nanoTime);

  /** Counts an attempt, or refuses it with 429. */
  void begin(ApiRequest request) {
    demand(request);
    if (!attempts.take(peer(request))) {
      throw tooOften();
    }
  }

  /** Refuses, with 429, whoever failed too often. */
  void demand(ApiRequest request) {
    if (failures.isSpent(peer(request))) {
      throw tooOften();
    }
  }

  void failed(ApiRequest request) {
    failures.take(peer(request));
  }

  private static Peer peer(ApiRequest request) {
    return Peer.at(request.from());
  }

  private static ProblemException tooOften() {
    return Problem.of(
            ProblemCode.TOO_MANY_REQUESTS, "Too many attempts to sign in. Try again in a minute.")
        .with("Retry-After", "60")
        .thrown();
  }
}
