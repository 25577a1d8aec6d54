package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * OAuth2: a consent page that lists the sandbox's people to log in as, codes, tokens, and the
 * person's own membership.
 */
public final class OAuthPages {
  /** What the page passes on. */
  private static final List<String> FORM =
      List.of(
          "client_id",
          "redirect_uri",
          "response_type",
          "scope",
          "state",
          "code_challenge",
          "code_challenge_method");

  private final World world;
  private final AccessTokens tokens;

  public OAuthPages(World world, AccessTokens tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  public void addPages(RouteTable pages) {
    pages.open("GET", "/oauth2/authorize", this::consent);
  }

  public void addTo(RouteTable routes) {
    routes.open("GET", "/oauth2/authorize", this::consent);
    routes.open("POST", "/oauth2/token", this::token);
    routes.open("POST", "/oauth2/token/revoke", this::revoke);
    routes.get("/users/@me/guilds/{guild}/member", this::member);
  }

  /**
   * The consent page. With {@code user} in the query, the person consents and returns to the
   * redirect address.
   */
  private RestAnswer consent(RestCall restCall) {
    Application application =
        world.applications().get(Json.id(restCall.query("client_id").orElse("0")));
    String redirect = restCall.query("redirect_uri").orElse("");
    boolean web = redirect.startsWith("http://") || redirect.startsWith("https://");
    if (application == null || !web || !restCall.query("response_type").orElse("").equals("code")) {
      return RestAnswer.text(400, "client_id, redirect_uri and response_type=code are needed.\n");
    }
    String challenge = restCall.query("code_challenge").orElse("");
    if (!challenge.isEmpty()
        && !restCall.query("code_challenge_method").orElse("plain").equals("S256")) {
      return back(restCall, redirect, "error", "invalid_request");
    }
    Set<String> scopes = Set.of(restCall.query("scope").orElse("identify").split("[ +]", -1));
    if (!challenge.isEmpty() && scopes.contains("role_connections.write")) {
      return back(restCall, redirect, "error", "invalid_scope");
    }
    if (restCall.query("deny").isPresent()) {
      return back(restCall, redirect, "error", "access_denied");
    }
    Optional<String> chosen = restCall.query("user");
    if (chosen.isEmpty()) {
      return RestAnswer.html(page(restCall, application));
    }
    User user = world.user(Json.id(chosen.get()));
    String code =
        tokens.code(new AccessTokens.Grant(user, application, scopes, redirect, challenge));
    return back(restCall, redirect, "code", code);
  }

  /** Back to the redirect address, with the state that it was asked with. */
  private static RestAnswer back(
      RestCall restCall, String redirect, String parameter, String value) {
    String back =
        redirect + (URI.create(redirect).getQuery() == null ? "?" : "&") + parameter + "=" + value;
    String state = restCall.query("state").orElse("");
    return RestAnswer.redirect(
        state.isEmpty() ? back : back + "&state=" + URLEncoder.encode(state, UTF_8));
  }

  private String page(RestCall restCall, Application application) {
    StringBuilder html =
        new StringBuilder(
            "<!doctype html><meta charset=utf-8><title>Authorize</title>"
                + "<style>body{font:16px system-ui;max-width:24rem;margin:4rem auto}"
                + "button{display:block;width:100%;margin:.4rem 0;padding:.7rem;font:inherit}</style>"
                + "<h1>Log in as…</h1><p>"
                + escaped(application.bot().username())
                + " asks for: "
                + escaped(restCall.query("scope").orElse("identify"))
                + "</p><form method=get action=\"/oauth2/authorize\">");
    for (String field : FORM) {
      restCall
          .query(field)
          .ifPresent(value ->
              html.append("<input type=hidden name=")
                  .append(field)
                  .append(" value=\"")
                  .append(escaped(value))
                  .append("\">"));
    }
    for (User user : world.users().values()) {
      if (!user.isBot()) {
        html.append("<button name=user value=")
            .append(user.id())
            .append('>')
            .append(escaped(user.username()))
            .append("</button>");
      }
    }
    return html.append("<button name=deny value=1>Cancel</button></form>").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static Map<String, List<String>> form(RestCall restCall) {
    return new QueryStringDecoder(new String(restCall.body(), UTF_8), UTF_8, false).parameters();
  }

  private static String field(Map<String, List<String>> form, String name) {
    return form.getOrDefault(name, List.of("")).getFirst();
  }

  private RestAnswer token(RestCall restCall) {
    Map<String, List<String>> form = form(restCall);
    Application application = client(restCall, form).orElse(null);
    if (application == null) {
      return RestAnswer.json(401, Json.object().put("error", "invalid_client"));
    }
    Optional<AccessTokens.Grant> grant =
        switch (field(form, "grant_type")) {
          case "authorization_code" ->
              tokens
                  .takeCode(field(form, "code"))
                  .filter(g -> g.redirectUri().equals(field(form, "redirect_uri")))
                  .filter(g -> g.isVerifiedBy(field(form, "code_verifier")));
          case "refresh_token" -> tokens.takeRefresh(field(form, "refresh_token"));
          default -> Optional.empty();
        };
    return grant
        .filter(g -> g.application() == application)
        .map(this::issue)
        .orElseGet(() ->
            RestAnswer.json(
                400,
                Json.object()
                    .put("error", "invalid_grant")
                    .put("error_description", "Invalid \"code\" in request.")));
  }

  private RestAnswer issue(AccessTokens.Grant grant) {
    ObjectNode answer =
        Json.object()
            .put("token_type", "Bearer")
            .put("access_token", tokens.accessToken(grant))
            .put("expires_in", AccessTokens.TOKEN_LIFE.toSeconds())
            .put("refresh_token", tokens.refreshToken(grant))
            .put("scope", String.join(" ", grant.scopes()));
    return RestAnswer.ok(answer);
  }

  private Optional<Application> client(RestCall restCall, Map<String, List<String>> form) {
    String id = field(form, "client_id");
    String secret = field(form, "client_secret");
    String header = restCall.header(HttpHeaderNames.AUTHORIZATION);
    if (header.startsWith("Basic ")) {
      String both = new String(Base64.getDecoder().decode(header.substring(6).strip()), UTF_8);
      int colon = both.indexOf(':');
      id = both.substring(0, Math.max(0, colon));
      secret = both.substring(colon + 1);
    }
    String given = secret;
    return Optional.ofNullable(world.applications().get(Json.id(id)))
        .filter(application -> application.clientSecret().equals(given));
  }

  private RestAnswer revoke(RestCall restCall) {
    tokens.revoke(field(form(restCall), "token"));
    return RestAnswer.ok(Json.object());
  }

  private RestAnswer member(RestCall restCall) {
    if (!(restCall.caller() instanceof RestCaller.Person person)) {
      throw ApiError.unauthorized();
    }
    if (!person.scopes().contains("guilds.members.read")) {
      throw ApiError.missingAccess();
    }
    Guild guild = world.guild(restCall.id("guild"));
    return RestAnswer.ok(
        guild.member(person.user().id()).orElseThrow(ApiError::unknownGuild).full());
  }
}
