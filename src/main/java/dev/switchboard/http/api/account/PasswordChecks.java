package dev.switchboard.http.api.account;

import dev.switchboard.access.Peer;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Passwords;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Bounds how often passwords and codes may be wrong: five times a minute from an address, and for
 * an account. Whoever failed too often is refused with 429 before anything is looked up or hashed.
 * Thread-safe.
 */
public final class PasswordChecks {
  /** No name of an account is longer; what is longer counts as what it begins with. */
  private static final int LONGEST_NAME = 200;

  private final FailurePace pace = new FailurePace(System::nanoTime);

  /**
   * Does a check, unless there were too many failures.
   *
   * @param name the account as it was written
   * @param passed whether a result is none of a wrong password or code
   */
  <T> CompletionStage<T> check(
      ApiRequest request, String name, Supplier<CompletionStage<T>> check, Predicate<T> passed) {
    String written =
        AccountName.of(name)
            .map(AccountName::value)
            .orElseGet(() ->
                "?"
                    + name.substring(0, Math.min(LONGEST_NAME, name.length()))
                        .toLowerCase(Locale.ROOT));
    FailurePace.Attempt attempt =
        pace.begin(List.of("address " + Peer.at(request.from()).key(), "account " + written))
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.TOO_MANY_REQUESTS,
                        "Too many wrong passwords or codes. Try again in a minute.")
                    .with("Retry-After", "60")
                    .thrown());
    return check
        .get()
        .handle((result, failure) -> {
          // Where it is not known, nobody has learnt whether the guess was right.
          if (failure != null || passed.test(result)) {
            pace.succeeded(attempt);
          }
          return failure == null ? Optional.of(result) : PasswordChecks.<T>busy(failure);
        })
        .thenApply(Optional::orElseThrow);
  }

  private static <T> Optional<T> busy(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Passwords.Busy) {
      throw Problem.of(
              ProblemCode.UNAVAILABLE, "Too many passwords are checked at once. Try again soon.")
          .with("Retry-After", "10")
          .thrown();
    }
    throw new CompletionException(cause);
  }
}
