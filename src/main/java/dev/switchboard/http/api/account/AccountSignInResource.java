package dev.switchboard.http.api.account;

import dev.switchboard.access.session.Holder;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Signing in with a local account: {@code POST /api/auth/account}. Whatever is wrong, the answer is
 * the same: nobody learns whether there is such an account, whether it is blocked, whether the
 * password was right, or whether a code was missing.
 */
public final class AccountSignInResource {
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_CODE = 64;

  /** As long as passwords are hashed at all. */
  private static final int LONGEST_PASSWORD = 1_024;

  private final Accounts accounts;
  private final PasswordChecks checks;
  private final SessionOpening opening;
  private final LoginTrail trail;

  public AccountSignInResource(
      Accounts accounts, PasswordChecks checks, SessionOpening opening, LoginTrail trail) {
    this.accounts = accounts;
    this.checks = checks;
    this.opening = opening;
    this.trail = trail;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.post("/api/auth/account").forAnybody().does(this::signIn));
  }

  private record Wanted(String name, String password, Optional<String> code) {
    static Wanted of(Fields fields) {
      return new Wanted(
          fields.text("name", 1, LONGEST_NAME),
          fields.text("password", 1, LONGEST_PASSWORD),
          fields.optionalText("code", 1, LONGEST_CODE));
    }
  }

  private CompletionStage<Answer> signIn(Call call) {
    Wanted wanted = call.body(Wanted::of);
    return checks
        .check(
            call.request(),
            wanted.name(),
            () -> accounts.signIn(AccountName.of(wanted.name()), wanted.password(), wanted.code()),
            Accounts.SignIn.Welcome.class::isInstance)
        .thenCompose(signIn ->
            switch (signIn) {
              case Accounts.SignIn.Welcome welcome -> opened(call, welcome);
              case Accounts.SignIn.Refused _ -> refused(call);
            });
  }

  private CompletionStage<Answer> opened(Call call, Accounts.SignIn.Welcome welcome) {
    return trail
        .signedIn(call, welcome.name())
        .thenCompose(_ ->
            opening.open(
                new Holder.LocalAccount(welcome.name().value(), Optional.of(welcome.since())),
                call.request()))
        .thenApply(cookie -> Answer.success().with("Set-Cookie", cookie));
  }

  /** The trail does not have the name: people write their password into the wrong field. */
  private CompletionStage<Answer> refused(Call call) {
    return trail
        .refused(call, "account")
        .thenApply(_ -> {
          throw Problem.of(
                  ProblemCode.WRONG_CREDENTIALS,
                  "The name, the password or the code is wrong. Where the second factor is on, a"
                      + " code is needed.")
              .with("WWW-Authenticate", "Bearer realm=\"switchboard\"")
              .thrown();
        });
  }
}
