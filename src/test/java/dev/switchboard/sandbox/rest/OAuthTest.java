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
}
