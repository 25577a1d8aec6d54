package dev.switchboard.http.api.account;

import dev.switchboard.access.Principal;
import dev.switchboard.access.login.IdentityProvider;
import dev.switchboard.access.login.LoginAttempts;
import dev.switchboard.access.session.Holder;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.account.OwnAccounts.Beginning;
import dev.switchboard.account.OwnAccounts.Changing;
import dev.switchboard.account.OwnAccounts.Confirming;
import dev.switchboard.account.OwnAccounts.Refusal;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.endpoint.ProblemException;
import dev.switchboard.http.page.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The account of the person who is signed in, with it or by Discord: {@code /api/user/account} and
 * what is below it.
 */
public final class OwnAccountResource {
  /** The cookie that binds an attempt to the browser that began it. */
  public static final String ATTEMPT = "login_attempt";

  /** As long as an attempt is good for (http-api.md, 4.2). */
  public static final Duration ATTEMPT_LIFETIME = Duration.ofMinutes(10);

  /** The page of the panel to which Discord leads back. */
  private static final String PAGE = "/account";

  private static final int LONGEST_CODE = 64;
  private static final int LONGEST_PASSWORD = 1_024;

  /**
   * What the operations ask.
   *
   * @param discord empty where the panel is off: then no Discord user can be linked
   */
  public record Ports(
      Accounts accounts,
      OwnAccounts own,
      Optional<IdentityProvider> discord,
      LoginAttempts attempts,
      PasswordChecks checks,
      SessionOpening opening) {}

  private final Ports ports;

  public OwnAccountResource(Ports ports) {
    this.ports = ports;
  }

  public List<Endpoint> endpoints() {
    String account = "/api/user/account";
    return List.of(
        Endpoint.get(account).signedIn().does(this::show),
        Endpoint.put(account + "/password").signedIn().does(this::changePassword),
        Endpoint.post(account + "/second-factor").signedIn().does(this::begin),
        Endpoint.post(account + "/second-factor/confirm").signedIn().does(this::confirm),
        Endpoint.post(account + "/second-factor/end").signedIn().does(this::end),
        Endpoint.post(account + "/link").signedIn().does(this::link),
        Endpoint.post(account + "/unlink").signedIn().does(this::unlink));
  }

  // ---- whose it is

  private record Shown(
      String name,
      Instant createdAt,
      boolean hasPassword,
      boolean secondFactor,
      int recoveryCodes,
      Optional<String> discordUserId) {
    static Shown of(OwnAccounts.Shown account) {
      return new Shown(
          account.name().value(),
          account.created(),
          account.hasPassword(),
          account.secondFactor(),
          account.recoveryCodes(),
          account.discordUser().map(String::valueOf));
    }
  }

  private record Own(Optional<Shown> account) {}

  private CompletionStage<Answer> show(Call call) {
    return name(ports.accounts(), call.by())
        .thenCompose(name ->
            name.map(ports.own()::find)
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty())))
        .thenApply(account -> Answer.ok(new Own(account.map(Shown::of))));
  }

  /** The account of a person, if there is one. */
  public static CompletionStage<Optional<AccountName>> name(Accounts accounts, Principal by) {
    return switch (by) {
      case Principal.AccountHolder holder ->
          CompletableFuture.completedStage(Optional.of(new AccountName(holder.account())));
      case Principal.DiscordUser user -> accounts.of(user.id());
      case Principal.ApiKey _, Principal.Administrator _, Principal.Component _ ->
          CompletableFuture.completedStage(Optional.empty());
    };
  }

  private <T> CompletionStage<T> own(Call call, Function<AccountName, CompletionStage<T>> act) {
    return name(ports.accounts(), call.by())
        .thenCompose(name ->
            act.apply(
                name.orElseThrow(
                    () -> Problem.of(ProblemCode.NOT_FOUND, "You have no account.").thrown())));
  }

  private static ProblemException problem(Refusal why) {
    Problem problem =
        switch (why) {
          case UNKNOWN -> Problem.of(ProblemCode.NOT_FOUND, "You have no account.");
          case WRONG_PASSWORD -> Problem.of(ProblemCode.WRONG_PASSWORD);
          case WRONG_CODE -> Problem.of(ProblemCode.WRONG_CODE);
          case NO_PASSWORD ->
              Problem.of(ProblemCode.CONFLICT, "The account has no password yet. Set one first.");
          case ON_ALREADY -> Problem.of(ProblemCode.CONFLICT, "The second factor is on already.");
          case NOT_ON -> Problem.of(ProblemCode.CONFLICT, "The second factor is not on.");
          case ACCOUNT_LINKED ->
              Problem.of(ProblemCode.CONFLICT, "The account is linked with another Discord user.");
          case USER_LINKED ->
              Problem.of(ProblemCode.CONFLICT, "The Discord user is linked with another account.");
        };
    return problem.thrown();
  }

  private static boolean guessed(Refusal why) {
    return why == Refusal.WRONG_PASSWORD || why == Refusal.WRONG_CODE;
  }

  private CompletionStage<Answer> checked(
      Call call,
      AccountName name,
      Function<AccountName, CompletionStage<Optional<Refusal>>> change) {
    return ports
        .checks()
        .check(
            call.request(),
            name.value(),
            () -> change.apply(name),
            refusal -> refusal.filter(OwnAccountResource::guessed).isEmpty())
        .thenApply(refusal -> {
          refusal.ifPresent(why -> {
            throw problem(why);
          });
          return Answer.success();
        });
  }

  // ---- the password

  private record NewPassword(Optional<String> password, String newPassword) {
    static NewPassword of(Fields fields) {
      return new NewPassword(
          fields.optionalText("password", 1, LONGEST_PASSWORD),
          fields.text("new_password", OwnAccounts.SHORTEST_PASSWORD, OwnAccounts.LONGEST_PASSWORD));
    }
  }

  /** Ends all sessions of the account; the one that asks goes on under a new token. */
  private CompletionStage<Answer> changePassword(Call call) {
    NewPassword wanted = call.body(NewPassword::of);
    return own(
        call,
        name ->
            ports
                .checks()
                .check(
                    call.request(),
                    name.value(),
                    () ->
                        ports
                            .own()
                            .changePassword(
                                name, wanted.password(), wanted.newPassword(), call.by()),
                    changing ->
                        !(changing instanceof Changing.Refused(Refusal why) && guessed(why)))
                .thenCompose(changing ->
                    switch (changing) {
                      case Changing.Changed(Instant since) -> changed(call, name, since);
                      case Changing.Refused(Refusal why) -> throw problem(why);
                    }));
  }

  private CompletionStage<Answer> changed(Call call, AccountName name, Instant since) {
    Principal holder = new Principal.AccountHolder(name.value(), Set.of(), call.by().source());
    Holder.LocalAccount account = new Holder.LocalAccount(name.value(), Optional.of(since));
    CompletionStage<Boolean> ofAccount =
        call.session()
            .map(id -> ports.opening().sessions().find(id))
            .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
            .thenApply(session ->
                session.isEmpty()
                    || session.get().session().holder() instanceof Holder.LocalAccount);
    return ofAccount.thenCompose(again ->
        ports
            .opening()
            .sessions()
            .endAll(account, Optional.empty(), holder)
            .thenCompose(_ ->
                again
                    ? ports
                        .opening()
                        .open(account, call.request())
                        .thenApply(cookie -> Answer.success().with("Set-Cookie", cookie))
                    : CompletableFuture.completedStage(Answer.success())));
  }

  // ---- the second factor

  private static String password(Fields fields) {
    return fields.text("password", 1, LONGEST_PASSWORD);
  }

  private static String code(Fields fields) {
    return fields.text("code", 1, LONGEST_CODE);
  }

  private record Secret(String secret, String uri, String qr) {}

  private CompletionStage<Answer> begin(Call call) {
    String password = call.body(OwnAccountResource::password);
    return own(
        call,
        name ->
            ports
                .checks()
                .check(
                    call.request(),
                    name.value(),
                    () -> ports.own().beginSecondFactor(name, password, call.by()),
                    beginning ->
                        !(beginning instanceof Beginning.Refused(Refusal why) && guessed(why)))
                .thenApply(beginning ->
                    switch (beginning) {
                      case Beginning.Begun(String secret) -> Answer.ok(shown(name, secret));
                      case Beginning.Refused(Refusal why) -> throw problem(why);
                    }));
  }

  /** The address that programs for codes read, by the wiki of Google Authenticator. */
  private static Secret shown(AccountName name, String secret) {
    String uri =
        "otpauth://totp/Switchboard:%s?secret=%s&issuer=Switchboard&algorithm=SHA1&digits=6&period=30"
            .formatted(URLEncoder.encode(name.value(), StandardCharsets.UTF_8), secret);
    return new Secret(secret, uri, QrCode.svg(uri).orElse(""));
  }

  private CompletionStage<Answer> confirm(Call call) {
    String code = call.body(OwnAccountResource::code);
    return own(
        call,
        name ->
            ports
                .checks()
                .check(
                    call.request(),
                    name.value(),
                    () -> ports.own().confirmSecondFactor(name, code, call.by()),
                    confirming ->
                        !(confirming instanceof Confirming.Refused(Refusal why) && guessed(why)))
                .thenApply(confirming ->
                    switch (confirming) {
                      case Confirming.Confirmed(List<String> codes) ->
                          Answer.ok(Map.of("recovery_codes", codes));
                      case Confirming.Refused(Refusal why) -> throw problem(why);
                    }));
  }

  private record Proofs(String password, String code) {
    static Proofs of(Fields fields) {
      return new Proofs(OwnAccountResource.password(fields), OwnAccountResource.code(fields));
    }
  }

  private CompletionStage<Answer> end(Call call) {
    Proofs proofs = call.body(Proofs::of);
    return own(
        call,
        name ->
            checked(
                call,
                name,
                account ->
                    ports
                        .own()
                        .endSecondFactor(account, proofs.password(), proofs.code(), call.by())));
  }

  // ---- the Discord user

  /** The way to Discord; the return to {@code /api/auth/callback} makes the link. */
  private CompletionStage<Answer> link(Call call) {
    IdentityProvider discord =
        ports
            .discord()
            .orElseThrow(
                () -> Problem.of(ProblemCode.CONFLICT, "Signing in by Discord is off.").thrown());
    return own(
        call,
        _ ->
            ports
                .attempts()
                .begin(PAGE, call.session())
                .thenApply(begun ->
                    Answer.ok(
                            Map.of(
                                "address",
                                discord.consent(begun.state(), begun.pkce().verifier()).toString()))
                        .with(
                            "Set-Cookie",
                            ports
                                .opening()
                                .cookie()
                                .cookie(ATTEMPT, begun.browser(), ATTEMPT_LIFETIME))));
  }

  private CompletionStage<Answer> unlink(Call call) {
    String password = call.body(OwnAccountResource::password);
    return own(
        call,
        name -> checked(call, name, account -> ports.own().unlink(account, password, call.by())));
  }
}
