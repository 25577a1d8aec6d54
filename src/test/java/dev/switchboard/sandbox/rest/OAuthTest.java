package dev.switchboard.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.world.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthTest {
  private static HttpResponse<byte[]> send(HttpClient http, HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  @Test
  void aPersonLogsInAndTheirCodeBecomesATokenOnce() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        HttpClient http = HttpClient.newHttpClient()) {
      String query =
          "?response_type=code&client_id="
              + sandbox.world().bot()
              + "&redirect_uri=http://127.0.0.1:1/back&scope=identify%20guilds.members.read&state=s1";
      String address = sandbox.url() + "/oauth2/authorize" + query;
      HttpResponse<byte[]> page = send(http, HttpRequest.newBuilder(URI.create(address)).build());
      assertThat(new String(page.body(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("alice");
      URI chosen = URI.create(address + "&user=" + sandbox.world().person("alice"));
      String back =
          send(http, HttpRequest.newBuilder(chosen).build())
              .headers()
              .firstValue("Location")
              .orElseThrow();
      assertThat(back).startsWith("http://127.0.0.1:1/back?code=").endsWith("&state=s1");
      String code = back.replaceAll(".*code=([0-9a-f]+).*", "$1");
      HttpRequest exchange =
          HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + "/oauth2/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "grant_type=authorization_code&code="
                          + code
                          + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback&client_id="
                          + sandbox.world().bot()
                          + "&client_secret="
                          + sandbox.clientSecret()))
              .build();
      JsonNode token = Json.read(send(http, exchange).body()).orElseThrow();
      HttpRequest self =
          HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + "/users/@me"))
              .header("Authorization", "Bearer " + token.path("access_token").asText())
              .build();

      assertThat(Json.read(send(http, self).body()).orElseThrow().path("username").asText())
          .isEqualTo("alice");
      assertThat(send(http, exchange).statusCode()).isEqualTo(400);
    }
  }

  /** The verifier and the challenge of RFC 7636, appendix B. */
  @ParameterizedTest
  @CsvSource({
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, 200",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXx, 400",
    "'', 400"
  })
  void aCodeWithAChallengeIsExchangedWithItsVerifier(String verifier, int status) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        HttpClient http = HttpClient.newHttpClient()) {
      String back =
          consent(
              sandbox,
              http,
              "scope=identify&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
                  + "&code_challenge_method=S256&user="
                  + sandbox.world().person("alice"));
      String form =
          "grant_type=authorization_code&code="
              + back.replaceAll(".*code=([0-9a-f]+).*", "$1")
              + "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback&client_id="
              + sandbox.world().bot()
              + "&client_secret="
              + sandbox.clientSecret()
              + "&code_verifier="
              + verifier;
      HttpRequest exchange =
          HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + "/oauth2/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      assertThat(send(http, exchange).statusCode()).isEqualTo(status);
    }
  }

  /** Discord refuses PKCE together with role_connections.write (discord-api-docs #5751). */
  @ParameterizedTest
  @CsvSource({
    "scope=identify&deny=1, access_denied",
    "scope=identify&code_challenge=abc, invalid_request",
    "scope=identify&code_challenge=abc&code_challenge_method=plain, invalid_request",
    "scope=identify%20role_connections.write&code_challenge=abc&code_challenge_method=S256,"
        + " invalid_scope"
  })
  void aConsentThatIsNotGivenGoesBackWithAnError(String query, String error) throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked);
        HttpClient http = HttpClient.newHttpClient()) {
      assertThat(consent(sandbox, http, query))
          .isEqualTo("http://127.0.0.1:1/back?error=" + error + "&state=s1");
    }
  }

  private static String consent(Sandbox sandbox, HttpClient http, String query) throws Exception {
    String address =
        sandbox.url()
            + "/oauth2/authorize?response_type=code&client_id="
            + sandbox.world().bot()
            + "&redirect_uri=http://127.0.0.1:1/back&state=s1&"
            + query;
    return send(http, HttpRequest.newBuilder(URI.create(address)).build())
        .headers()
        .firstValue("Location")
        .orElseThrow();
  }
}
