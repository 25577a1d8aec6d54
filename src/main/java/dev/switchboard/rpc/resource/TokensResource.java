package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.AdminGrants;
import dev.switchboard.access.AdminTokens;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * {@code /admin/tokens}: the named tokens, each with its scopes and, if wanted, an end. Only the
 * root token can give, revoke and list them.
 */
public final class TokensResource implements Resource {
  /**
   * The longest lifetime in seconds. A token that should be valid for longer is given without an
   * end.
   */
  private static final long LONGEST = Duration.ofDays(3_650).toSeconds();

  private final AdminTokens tokens;
  private final Clock clock;

  public TokensResource(AdminTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public String path() {
    return "/admin/tokens";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::list, "POST", this::give, "DELETE", this::take);
  }

  @Override
  public Set<String> fields() {
    return Set.of("name", "scopes", "expires_in_seconds");
  }

  @Override
  public Scope scope(String method) {
    return Scope.ROOT;
  }

  private CompletionStage<Reply> list(Request request) {
    return tokens.all().thenApply(this::shown);
  }

  private CompletionStage<Reply> give(Request request) {
    Body body = request.body().required();
    String name = named(body);
    Set<Scope> scopes = scopes(body.texts("scopes"));
    Optional<Duration> lifetime = lifetime(body.whole("expires_in_seconds"));
    return tokens
        .give(name, scopes, lifetime, request.by())
        .thenApply(giving ->
            switch (giving) {
              case AdminTokens.Giving.Given(AdminGrants.Grant grant, String token) ->
                  Reply.created(shown(grant).put("token", token));
              case AdminTokens.Giving.Refused(AdminGrants.Reason reason) -> refused(reason);
            });
  }

  private CompletionStage<Reply> take(Request request) {
    String name = named(request.body().required());
    return tokens
        .take(name, request.by())
        .thenApply(taking ->
            switch (taking) {
              case AdminTokens.Taking.Taken _ ->
                  Reply.ok(JsonNodeFactory.instance.objectNode().put("revoked", name));
              case AdminTokens.Taking.Refused(AdminGrants.Reason reason) -> refused(reason);
            });
  }

  private static Reply refused(AdminGrants.Reason reason) {
    int status =
        switch (reason) {
          case NAME_UNUSABLE, NO_SCOPE, EXPIRED_ALREADY -> Reply.BAD_REQUEST;
          case NAME_TAKEN, TOO_MANY -> Reply.CONFLICT;
          case UNKNOWN -> Reply.NOT_FOUND;
        };
    return Reply.error(status, reason.words());
  }

  private static String named(Body body) {
    return body.text("name")
        .orElseThrow(() -> new RequestRefused(Reply.BAD_REQUEST, "name is required"));
  }

  private static Set<Scope> scopes(List<String> words) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      scopes.add(
          Scope.grantable(word)
              .orElseThrow(() ->
                  new RequestRefused(
                      Reply.BAD_REQUEST,
                      "unknown scope: %s (expected read|accounts|settings|services)"
                          .formatted(word))));
    }
    return scopes;
  }

  private static Optional<Duration> lifetime(OptionalLong seconds) {
    if (seconds.isEmpty()) {
      return Optional.empty();
    }
    if (seconds.getAsLong() < 1 || seconds.getAsLong() > LONGEST) {
      throw new RequestRefused(
          Reply.BAD_REQUEST, "expires_in_seconds must be from 1 to " + LONGEST);
    }
    return Optional.of(Duration.ofSeconds(seconds.getAsLong()));
  }

  private Reply shown(List<AdminGrants.Grant> grants) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode list = body.putArray("tokens");
    grants.forEach(grant -> list.add(shown(grant)));
    body.put("total", grants.size());
    return Reply.ok(body);
  }

  private ObjectNode shown(AdminGrants.Grant grant) {
    ObjectNode token = JsonNodeFactory.instance.objectNode().put("name", grant.name());
    ArrayNode scopes = token.putArray("scopes");
    grant.scopes().stream().map(Scope::word).sorted().forEach(scopes::add);
    token.put("created_at", grant.given().toString());
    token.put("created_by", grant.givenBy());
    token.put("expires_at", grant.expires().map(Instant::toString).orElse(null));
    token.put("status", grant.isGoodAt(clock.instant()) ? "active" : "expired");
    return token;
  }
}
