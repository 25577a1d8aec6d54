package dev.switchboard.http.endpoint;

import dev.switchboard.access.Peer;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.AddressPace;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets a request in, or not. In this order: plain HTTP, the other site, the address that failed too
 * often, the credential, the caller's rate, the right. What costs least comes first, and nothing
 * that a stranger sends wakes an actor more often than a number of times a minute.
 */
final class Gate {
  /** Wrong API keys of an address in a minute (http-api.md, 1.5). */
  static final int WRONG_KEYS = 5;

  /** Unknown sessions of an address in a minute: the tabs of a browser that is signed out. */
  static final int UNKNOWN_SESSIONS = 60;

  /** Wrong credentials of all addresses together in a minute. */
  private static final int OVERALL = 3_000;

  private final Credentials credentials;
  private final SessionCookie cookie;
  private final SameOrigin sameOrigin;
  private final boolean httpsOnly;
  private final RateLimit sessionRate;
  private final RateLimit keyRate;
  private final Clock clock;
  private final AddressPace wrongKeys;
  private final AddressPace unknownSessions;

  /**
   * @param httpsOnly refuses requests of which a proxy says that they came over plain HTTP; a
   *     redirect would hide from the caller that the credential was readable on its way
   */
  Gate(
      Credentials credentials,
      SessionCookie cookie,
      SameOrigin sameOrigin,
      boolean httpsOnly,
      RateLimit sessionRate,
      RateLimit keyRate,
      Clock clock) {
    this.credentials = credentials;
    this.cookie = cookie;
    this.sameOrigin = sameOrigin;
    this.httpsOnly = httpsOnly;
    this.sessionRate = sessionRate;
    this.keyRate = keyRate;
    this.clock = clock;
    this.wrongKeys = new AddressPace(WRONG_KEYS, OVERALL, System::nanoTime);
    this.unknownSessions = new AddressPace(UNKNOWN_SESSIONS, OVERALL, System::nanoTime);
  }

  /**
   * A request that was let in.
   *
   * @param session the session's id; empty for other credentials
   * @param headers the caller's rate, for the answer
   */
  record Admitted(
      Optional<Principal> caller, Optional<String> session, List<Answer.Header> headers) {}

  /** Lets a request in; the stage fails with {@link ProblemException} if it is not let in. */
  CompletionStage<Admitted> admit(Endpoint endpoint, ApiRequest request, String id) {
    try {
      demandHttps(request);
      return switch (endpoint.entry()) {
        case Endpoint.Entry.Anybody _ -> anybody(endpoint, request, id);
        case Endpoint.Entry.SignedIn _ -> bySession(endpoint, request, id, List.of());
        case Endpoint.Entry.Holding(Right right) ->
            bySession(endpoint, request, id, List.of(right));
        case Endpoint.Entry.HoldingAny(List<Right> rights) ->
            bySession(endpoint, request, id, rights);
        case Endpoint.Entry.ByKey(KeyPermission permission) -> byKey(request, id, permission);
      };
    } catch (ProblemException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private void demandHttps(ApiRequest request) {
    if (httpsOnly
        && request.header("X-Forwarded-Proto").filter("http"::equalsIgnoreCase).isPresent()) {
      throw Problem.of(ProblemCode.HTTPS_REQUIRED).thrown();
    }
  }

  private CompletionStage<Admitted> anybody(Endpoint endpoint, ApiRequest request, String id) {
    demandOurPage(endpoint, request);
    return cookie
        .token(request)
        .map(token -> session(request, id, token))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()))
        .thenApply(session ->
            new Admitted(
                session.map(Credentials.Session::by),
                session.map(Credentials.Session::id),
                List.of()));
  }

  // ---- sessions

  private CompletionStage<Admitted> bySession(
      Endpoint endpoint, ApiRequest request, String id, List<Right> anyOf) {
    demandOurPage(endpoint, request);
    String token = cookie.token(request).orElseThrow(() -> unauthorized().thrown());
    return session(request, id, token)
        .thenApply(found -> {
          Credentials.Session session = found.orElseThrow(() -> unauthorized().thrown());
          List<Answer.Header> headers = rate(sessionRate, session.id());
          demand(session.by(), anyOf, headers);
          return new Admitted(Optional.of(session.by()), Optional.of(session.id()), headers);
        });
  }

  /** No other site changes anything, signs anybody in, or has a browser guess passwords. */
  private void demandOurPage(Endpoint endpoint, ApiRequest request) {
    if (!endpoint.method().isSafe() && !sameOrigin.sentByOurPage(request)) {
      throw Problem.of(ProblemCode.CROSS_SITE).thrown();
    }
  }

  private CompletionStage<Optional<Credentials.Session>> session(
      ApiRequest request, String id, String token) {
    Peer peer = Peer.at(request.from());
    if (unknownSessions.isSpent(peer)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return credentials
        .session(token, request.header("User-Agent").orElse(""), source(Surface.PANEL, request, id))
        .thenApply(found -> {
          if (found.isEmpty()) {
            unknownSessions.take(peer);
          }
          return found;
        });
  }

  // ---- API keys

  private CompletionStage<Admitted> byKey(ApiRequest request, String id, KeyPermission permission) {
    String key = presentedKey(request).orElseThrow(() -> unauthorized().thrown());
    Peer peer = Peer.at(request.from());
    if (wrongKeys.isSpent(peer)) {
      throw Problem.of(
              ProblemCode.TOO_MANY_REQUESTS, "Too many wrong API keys. Try again in a minute.")
          .with("Retry-After", "60")
          .thrown();
    }
    return credentials
        .key(key, source(Surface.API, request, id))
        .thenApply(found -> {
          if (found.isEmpty()) {
            wrongKeys.take(peer);
            throw unauthorized().thrown();
          }
          Principal by = found.get().by();
          List<Answer.Header> headers = rate(keyRate, by.name());
          if (!found.get().permissions().contains(permission)) {
            throw with(
                    headers,
                    Problem.of(
                        ProblemCode.FORBIDDEN,
                        "The key lacks the permission %s.".formatted(permission.word())))
                .thrown();
          }
          return new Admitted(Optional.of(by), Optional.empty(), headers);
        });
  }

  /** The seed's header, or that of RFC 6750. Two different keys are nobody's. */
  private static Optional<String> presentedKey(ApiRequest request) {
    Optional<String> ours = request.header("X-API-Key").map(String::strip);
    Optional<String> bearer =
        request
            .header("Authorization")
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).strip());
    if (ours.isPresent() && bearer.isPresent() && !ours.equals(bearer)) {
      throw Problem.of(ProblemCode.CONFLICTING_CREDENTIALS).thrown();
    }
    return ours.or(() -> bearer).filter(key -> !key.isEmpty());
  }

  // ---- what both share

  private List<Answer.Header> rate(RateLimit limit, String caller) {
    RateLimit.Verdict verdict = limit.take(caller);
    List<Answer.Header> headers = limit.headers(verdict, clock.instant());
    if (verdict.allowed()) {
      return headers;
    }
    throw with(
            headers,
            Problem.of(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "Too many requests. Try again in %d s.".formatted(verdict.pause()))
                .with("Retry-After", String.valueOf(verdict.pause())))
        .thrown();
  }

  /** No right is demanded where none is named. */
  private static void demand(Principal by, List<Right> anyOf, List<Answer.Header> headers) {
    if (!anyOf.isEmpty() && anyOf.stream().noneMatch(by::may)) {
      throw with(headers, Problem.of(ProblemCode.FORBIDDEN)).thrown();
    }
  }

  /** A caller who is known is told the rate in every answer. */
  private static Problem with(List<Answer.Header> headers, Problem problem) {
    Problem told = problem;
    for (Answer.Header header : headers) {
      told = told.with(header.name(), header.value());
    }
    return told;
  }

  /** RFC 9110, section 11.6.1, demands the challenge. */
  private static Problem unauthorized() {
    return Problem.of(ProblemCode.UNAUTHORIZED)
        .with("WWW-Authenticate", "Bearer realm=\"switchboard\"");
  }

  private static Principal.Source source(Surface surface, ApiRequest request, String id) {
    return new Principal.Source(surface, Optional.of(request.from().getHostAddress()), id);
  }
}
