package dev.switchboard.access.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Signs people in by Discord: OAuth2's authorization code with PKCE by S256 (RFC 6749, 7636, 9700).
 * The scope is {@code identify}, since membership and roles come from the bot. Discord's tokens are
 * used once and not kept. Thread-safe.
 */
public final class DiscordOAuth implements IdentityProvider {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int OK = 200;

  private final PanelSettings.Client client;
  private final URI apiUrl;
  private final Executor blocking;
  private final int patience;

  /**
   * @param apiUrl Discord's REST API, as {@code https://discord.com/api/v10}; the page of consent
   *     is at its host
   * @param blocking runs calls that block, for as long as Discord takes
   * @param patience how long a connection, and an answer, may take
   */
  public DiscordOAuth(
      PanelSettings.Client client, URI apiUrl, Executor blocking, Duration patience) {
    this.client = client;
    this.apiUrl = apiUrl;
    this.blocking = blocking;
    this.patience = (int) patience.toMillis();
  }

  @Override
  public URI consent(String state, String verifier) {
    return new AuthorizationRequest.Builder(
            new ResponseType(ResponseType.Value.CODE), new ClientID(client.id()))
        .endpointURI(apiUrl.resolve("/oauth2/authorize"))
        .redirectionURI(client.redirectUrl())
        .scope(new Scope("identify"))
        .state(new State(state))
        .codeChallenge(new CodeVerifier(verifier), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  @Override
  public CompletionStage<Identity> identity(String code, String verifier) {
    return CompletableFuture.supplyAsync(() -> exchanged(code, verifier), blocking);
  }

  private Identity exchanged(String code, String verifier) {
    try {
      TokenRequest request =
          new TokenRequest.Builder(
                  URI.create(apiUrl + "/oauth2/token"),
                  new ClientSecretPost(new ClientID(client.id()), new Secret(client.secret())),
                  new AuthorizationCodeGrant(
                      new AuthorizationCode(code),
                      client.redirectUrl(),
                      new CodeVerifier(verifier)))
              .build();
      TokenResponse response = TokenResponse.parse(sent(request.toHTTPRequest()));
      if (!response.indicatesSuccess()) {
        throw refused(response.toErrorResponse().getErrorObject().getCode());
      }
      return person(response.toSuccessResponse().getTokens().getAccessToken());
    } catch (IOException | ParseException failed) {
      throw new SignInFailed(Failure.UNREACHABLE, String.valueOf(failed.getMessage()));
    }
  }

  private static SignInFailed refused(String error) {
    return new SignInFailed(
        "invalid_client".equals(error) || "unauthorized_client".equals(error)
            ? Failure.CLIENT
            : Failure.CODE,
        "Discord answered " + error);
  }

  private Identity person(AccessToken token) throws IOException {
    HTTPRequest request =
        new HTTPRequest(HTTPRequest.Method.GET, URI.create(apiUrl + "/users/@me"));
    request.setAuthorization(token.toAuthorizationHeader());
    HTTPResponse response = sent(request);
    if (response.getStatusCode() != OK) {
      throw new SignInFailed(
          Failure.UNREACHABLE, "Discord answered with HTTP " + response.getStatusCode());
    }
    JsonNode user = MAPPER.readTree(response.getBody());
    long id = user.path("id").asLong();
    if (id <= 0) {
      throw new SignInFailed(Failure.UNREACHABLE, "Discord's answer names no user");
    }
    String shown =
        user.hasNonNull("global_name")
            ? user.path("global_name").asText()
            : user.path("username").asText();
    return new Identity(id, shown, Optional.ofNullable(user.path("avatar").textValue()));
  }

  private HTTPResponse sent(HTTPRequest request) throws IOException {
    request.setConnectTimeout(patience);
    request.setReadTimeout(patience);
    request.setFollowRedirects(false);
    return request.send();
  }
}
