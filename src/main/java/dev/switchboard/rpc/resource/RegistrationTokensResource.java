package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.account.RegistrationTokens;
import dev.switchboard.account.RegistrationTokens.Making;
import dev.switchboard.account.TokenBook;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.text.WellFormed;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /admin/registration-token}: the registration tokens with which people make accounts at
 * {@code /new}.
 */
public final class RegistrationTokensResource implements Resource {
  private static final String TOKEN = "token";

  /** The form of a lifetime: {@code 7d}, {@code 72h}, {@code 1h30m}, or a number of seconds. */
  private static final Pattern LIFETIME =
      Pattern.compile(
          "(?=.)(?:([0-9]{1,5})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,7})m)?(?:([0-9]{1,9})s?)?");

  private static final Duration LONGEST = Duration.ofDays(3_650);

  private final RegistrationTokens tokens;
  private final Clock clock;

  public RegistrationTokensResource(RegistrationTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/admin/registration-token";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::list, "POST", this::make, "DELETE", this::revoke);
  }

  /** The token itself is not among the fields: anybody who reads it can make accounts with it. */
  @Override
  public Set<String> fields() {
    return Set.of("max_uses", "comment", "expires_at", "expires_in");
  }

  @Override
  public Scope scope(String method) {
    return Scope.ACCOUNTS;
  }

  @Override
  public Set<String> secrets() {
    return Set.of(TOKEN);
  }

  @Override
  public String notAllowed(String method) {
    return "method %s not allowed for %s".formatted(method, path());
  }

  private CompletionStage<Reply> list(Request request) {
    return tokens.all().thenApply(this::shown);
  }

  private CompletionStage<Reply> make(Request request) {
    Body body = request.body().required();
    RegistrationTokens.Draft draft =
        new RegistrationTokens.Draft(
            body.text(TOKEN).map(String::strip).filter(token -> !token.isEmpty()),
            uses(body.whole("max_uses")),
            comment(body),
            end(body));
    return tokens
        .make(draft, request.by())
        .thenApply(making ->
            switch (making) {
              case Making.Made(TokenBook.Token token, boolean isNew) ->
                  isNew ? Reply.created(shown(token)) : Reply.ok(shown(token));
              case Making.Refused(TokenBook.Reason reason) -> refused(reason);
            });
  }

  private CompletionStage<Reply> revoke(Request request) {
    String token =
        request
            .body()
            .required()
            .text(TOKEN)
            .orElseThrow(() -> new RequestRefused(Reply.BAD_REQUEST, "token is required"));
    return tokens
        .revoke(token, request.by())
        .thenApply(against ->
            against.isPresent()
                ? Reply.error(Reply.NOT_FOUND, "token not found")
                : Reply.ok(JsonNodeFactory.instance.objectNode().put("deleted", token)));
  }

  private static Reply refused(TokenBook.Reason reason) {
    return Reply.error(
        reason == TokenBook.Reason.TOO_MANY ? Reply.CONFLICT : Reply.BAD_REQUEST, reason.words());
  }

  /**
   * The comment is checked here, because half a surrogate pair becomes a question mark on the way
   * to another node.
   */
  private static String comment(Body body) {
    String comment = body.text("comment").orElse("");
    if (!WellFormed.isLine(comment)) {
      throw new RequestRefused(Reply.BAD_REQUEST, TokenBook.Reason.COMMENT.words());
    }
    return comment;
  }

  /** The number of uses of a token. A missing number, or one below 1, means one use. */
  private static int uses(OptionalLong said) {
    return Math.clamp(said.orElse(1), 1, Integer.MAX_VALUE);
  }

  /** The end of a token. {@code expires_at} takes precedence over {@code expires_in}. */
  private Optional<Instant> end(Body body) {
    Optional<Instant> at = body.text("expires_at").map(RegistrationTokensResource::instant);
    return at.or(() -> body.plain("expires_in").map(text -> clock.instant().plus(lifetime(text))));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException noTime) {
      throw new RequestRefused(
          Reply.BAD_REQUEST, "invalid expires_at: expected a time as 2026-12-31T23:59:59Z");
    }
  }

  private static Duration lifetime(String text) {
    Matcher parts = LIFETIME.matcher(text);
    if (!parts.matches()) {
      throw wrongLifetime();
    }
    Duration lifetime =
        Duration.ofDays(number(parts.group(1)))
            .plusHours(number(parts.group(2)))
            .plusMinutes(number(parts.group(3)))
            .plusSeconds(number(parts.group(4)));
    if (!lifetime.isPositive() || lifetime.compareTo(LONGEST) > 0) {
      throw wrongLifetime();
    }
    return lifetime;
  }

  private static RequestRefused wrongLifetime() {
    return new RequestRefused(
        Reply.BAD_REQUEST,
        "invalid expires_in duration: expected as 7d, 72h, 1h30m, 90s, at most 3650 days");
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private Reply shown(List<TokenBook.Token> all) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("tokens");
    all.forEach(token -> list.add(shown(token)));
    return Reply.ok(body.put("total", all.size()));
  }

  private ObjectNode shown(TokenBook.Token token) {
    ObjectNode shown =
        JsonNodeFactory.instance
            .objectNode()
            .put(TOKEN, token.token())
            .put("max_uses", token.maxUses())
            .put("used_count", token.used())
            // A use counts when the account is made, so no use is ever pending.
            .put("pending_reservations", 0)
            .put("comment", token.comment())
            .put("created_at", token.created().toString())
            .put("created_by", token.createdBy());
    shown.put("expires_at", token.expires().map(Instant::toString).orElse(null));
    return shown.put("status", status(token));
  }

  private String status(TokenBook.Token token) {
    if (token.hasExpiredAt(clock.instant())) {
      return "expired";
    }
    return token.isUsedUp() ? "exhausted" : "active";
  }
}
