package dev.switchboard.http.api;

import dev.switchboard.access.login.IdentityProvider;
import dev.switchboard.access.login.LoginAttempts;
import dev.switchboard.access.login.Redirects;
import dev.switchboard.access.session.Holder;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.http.api.account.LoginTrail;
import dev.switchboard.http.api.account.OwnAccountResource;
import dev.switchboard.http.api.account.SessionOpening;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.SameOrigin;
import dev.switchboard.http.endpoint.SessionCookie;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in by Discord, linking an account on the way back, and signing out: {@code
 * /api/auth/login}, {@code /api/auth/callback} and {@code /api/auth/logout}, as the seed names
 * them.
 */
public final class AuthResource {
  private static final Logger LOG = LoggerFactory.getLogger(AuthResource.class);

  /** Codes and states are shorter; longer ones are nobody's. */
  private static final int LONGEST = 512;

  private static final String HOME = "/";

  /**
   * What signing in asks.
   *
   * @param accounts makes and finds the account of who signs in
   * @param own links accounts
   */
  public record Ports(
      IdentityProvider discord,
      LoginAttempts attempts,
      SessionOpening opening,
      Accounts accounts,
      OwnAccounts own,
      LoginTrail trail) {}

  private final IdentityProvider discord;
  private final LoginAttempts attempts;
  private final SessionOpening opening;
  private final SessionCookie cookie;
  private final Accounts accounts;
  private final OwnAccounts own;
  private final SameOrigin sameOrigin;
  private final LoginPace pace;
  private final LoginTrail trail;

  public AuthResource(Ports ports, SameOrigin sameOrigin) {
    this.discord = ports.discord();
    this.attempts = ports.attempts();
    this.opening = ports.opening();
    this.cookie = ports.opening().cookie();
    this.accounts = ports.accounts();
    this.own = ports.own();
    this.sameOrigin = sameOrigin;
    this.pace = new LoginPace();
    this.trail = ports.trail();
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/auth/login").forAnybody().does(this::login),
        Endpoint.get("/api/auth/callback").forAnybody().does(this::callback),
        Endpoint.get("/api/auth/logout").forAnybody().does(this::logoutByLink),
        Endpoint.post("/api/auth/logout").signedIn().does(this::logout));
  }

  // ---- in

  /** The way to Discord's page of consent. The parameter {@code redirect} says where it leads. */
  private CompletionStage<Answer> login(Call call) {
    String redirect = call.query(AuthResource::redirect);
    pace.begin(call.request());
    return attempts
        .begin(redirect)
        .thenApply(begun ->
            Answer.redirect(discord.consent(begun.state(), begun.pkce().verifier()).toString())
                .with(
                    "Set-Cookie",
                    cookie.cookie(
                        OwnAccountResource.ATTEMPT,
                        begun.browser(),
                        OwnAccountResource.ATTEMPT_LIFETIME)));
  }

  private static String redirect(Fields fields) {
    Optional<String> wanted = fields.optionalText("redirect", 1, LONGEST);
    Optional<String> own = wanted.flatMap(Redirects::own);
    if (wanted.isPresent() && own.isEmpty()) {
      fields.wrong("redirect", "format", "has to be a path of this server, as /tickets/7");
    }
    return own.orElse(HOME);
  }

  private record Return(Optional<String> code, Optional<String> state, Optional<String> error) {
    static Return of(Fields fields) {
      Return back =
          new Return(
              fields.optionalText("code", 1, LONGEST),
              fields.optionalText("state", 1, LONGEST),
              fields.optionalText("error", 1, LONGEST));
      // Discord explains an error with these two; they say nothing that we would repeat.
      var _ = fields.optionalText("error_description", 0, 4 * LONGEST);
      var _ = fields.optionalText("error_uri", 0, 4 * LONGEST);
      return back;
    }
  }

  /** Back from Discord. Whatever is wrong ends at a page of ours, without a session. */
  private CompletionStage<Answer> callback(Call call) {
    pace.demand(call.request());
    Return back = call.query(Return::of);
    Optional<String> browser = call.request().cookie(cookie.name(OwnAccountResource.ATTEMPT));
    if (back.state().isEmpty() || browser.isEmpty()) {
      return failed(call, HOME, "expired");
    }
    return attempts
        .take(back.state().get(), browser.get())
        .thenCompose(attempt -> {
          if (attempt.isEmpty()) {
            return failed(call, HOME, "expired");
          }
          String page = attempt.get().session().isPresent() ? attempt.get().redirect() : HOME;
          if (attempt.get().session().isPresent()
              && !attempt.get().session().equals(call.session())) {
            return failed(call, page, "expired");
          }
          if (back.code().isEmpty()) {
            return failed(
                call,
                page,
                back.error().filter("access_denied"::equals).isPresent() ? "denied" : "refused");
          }
          return proved(call, page, back.code().get(), attempt.get());
        });
  }

  private CompletionStage<Answer> proved(
      Call call, String page, String code, LoginAttempts.Attempt attempt) {
    return discord
        .identity(code, attempt.pkce().verifier())
        .thenCompose(identity ->
            attempt.session().isPresent()
                ? linked(call, page, identity)
                : signedIn(call, identity, attempt))
        .handle((answer, failure) -> {
          if (failure == null) {
            return CompletableFuture.completedStage(answer);
          }
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          if (cause instanceof IdentityProvider.SignInFailed refused) {
            LOG.warn("Nobody is signed in: {} ({})", refused.getMessage(), refused.failure());
            return failed(
                call,
                page,
                switch (refused.failure()) {
                  case CODE -> "refused";
                  case CLIENT -> "misconfigured";
                  case UNREACHABLE -> "unreachable";
                });
          }
          return CompletableFuture.<Answer>failedStage(cause);
        })
        .thenCompose(stage -> stage);
  }

  /** The account before the session: where the process ends in between, the next one finds it. */
  private CompletionStage<Answer> signedIn(
      Call call, IdentityProvider.Identity identity, LoginAttempts.Attempt attempt) {
    return accounts
        .atFirstLogin(identity.id())
        .thenCompose(_ -> trail.signedIn(call, identity))
        .thenCompose(_ ->
            opening.open(
                new Holder.DiscordUser(identity.id(), identity.shown(), identity.avatar()),
                call.request()))
        .thenApply(header ->
            withoutAttempt(Answer.redirect(attempt.redirect()).with("Set-Cookie", header)));
  }

  /** The account of the session belongs to that Discord user from now on. */
  private CompletionStage<Answer> linked(
      Call call, String page, IdentityProvider.Identity identity) {
    return OwnAccountResource.name(accounts, call.by())
        .thenCompose(name ->
            name.map(account -> own.link(account, identity.id(), call.by()))
                .orElseGet(() ->
                    CompletableFuture.completedStage(Optional.of(OwnAccounts.Refusal.UNKNOWN))))
        .thenCompose(refusal ->
            refusal.isPresent()
                ? failed(call, page, "linked_otherwise")
                : trail
                    .linked(call, call.by(), identity.id())
                    .thenApply(_ -> withoutAttempt(Answer.redirect(page + "?login=linked"))));
  }

  /** The panel shows the reason; the address holds nothing that a stranger wrote. */
  private CompletionStage<Answer> failed(Call call, String page, String reason) {
    pace.failed(call.request());
    return trail
        .refused(call, reason)
        .thenApply(_ -> withoutAttempt(Answer.redirect(page + "?login=" + reason)));
  }

  private Answer withoutAttempt(Answer answer) {
    return answer.with("Set-Cookie", cookie.cookie(OwnAccountResource.ATTEMPT, "", Duration.ZERO));
  }

  // ---- out

  /**
   * The seed's way out is a link, and another site could have a browser follow it. It works for a
   * navigation that our own page, or the person, began; any other is asked to press a button.
   */
  private CompletionStage<Answer> logoutByLink(Call call) {
    return sameOrigin.isOwnNavigation(call.request())
        ? ended(call).thenApply(_ -> out(Answer.redirect(HOME)))
        : CompletableFuture.completedStage(Answer.page(200, LogoutPage.HTML));
  }

  private CompletionStage<Answer> logout(Call call) {
    // The form of the page above wants a page; the panel wants no more than the cookie gone.
    boolean form =
        call.request().header("Accept").filter(accept -> accept.contains("text/html")).isPresent();
    return ended(call).thenApply(_ -> out(form ? Answer.redirect(HOME) : Answer.none()));
  }

  private CompletionStage<Boolean> ended(Call call) {
    return call.caller().isPresent()
        ? cookie
            .token(call.request())
            .map(token -> opening.sessions().logOut(token, call.by()))
            .orElseGet(() -> CompletableFuture.completedStage(false))
        : CompletableFuture.completedStage(false);
  }

  private Answer out(Answer answer) {
    return answer.with("Set-Cookie", cookie.clear());
  }
}
