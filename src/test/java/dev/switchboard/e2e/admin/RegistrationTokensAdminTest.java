package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.RunningProduct;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration tokens of the whole product, over real sockets; registration itself is closed. */
class RegistrationTokensAdminTest {
  @RegisterExtension
  static final AdministeredProduct SERVER =
      AdministeredProduct.with(Map.of("switchboard.accounts.registrations-per-minute", "1000"));

  private static final String RESOURCE = "/admin/registration-token";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void aTokenOfOneUseMakesOneAccountForFiftyWhoAskAtOnce() throws Exception {
    make("{\"token\":\"only-one-of-us\"}");

    List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String address = "127.0.1." + (i + 1);
      calls.add(() -> ask(address, "?token=only-one-of-us", ""));
    }
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(50)) {
      for (Future<HttpResponse<String>> answer : callers.invokeAll(calls)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).filteredOn(one -> one.statusCode() == 200).hasSize(1);
    assertThat(answers)
        .filteredOn(one -> one.statusCode() != 200)
        .allSatisfy(one -> assertThat(one.statusCode()).isIn(403, 503));
    JsonNode shown = listed("only-one-of-us");
    assertThat(shown.path("used_count").asInt()).isEqualTo(1);
    assertThat(shown.path("status").asText()).isEqualTo("exhausted");
    assertThat(ask("127.0.2.1", "?token=only-one-of-us", "").body())
        .contains("Invalid registration token: registration token has been fully used");
  }

  @Test
  void aTokenIsMadeListedUsedKeptAndRevoked() throws Exception {
    JsonNode made = make("{\"max_uses\":3,\"comment\":\"for friends\",\"expires_in\":\"7d\"}");
    String token = made.path("token").asText();
    assertThat(token).matches("[a-z0-9]{24}");
    assertThat(made.path("status").asText()).isEqualTo("active");
    assertThat(made.path("pending_reservations").asInt(-1)).isZero();
    assertThat(made.path("expires_at").asText()).endsWith("Z");

    assertThat(ask("127.0.2.2", "?token=" + token, "").statusCode()).isEqualTo(200);
    HttpResponse<String> byBody = ask("127.0.2.2", "", "{\"token\":\"%s\"}".formatted(token));
    assertThat(byBody.statusCode()).isEqualTo(200);
    JsonNode account = MAPPER.readTree(byBody.body());
    assertThat(account.path("email").asText()).isEqualTo(account.path("username").asText());

    SERVER.product().restart();
    assertThat(listed(token).path("used_count").asInt()).isEqualTo(2);
    JsonNode again =
        SERVER.root().call("POST", RESOURCE, "{\"token\":\"%s\",\"max_uses\":2}".formatted(token));
    assertThat(again.path("status").asInt()).as("it was there").isEqualTo(200);
    assertThat(again.path("body").path("status").asText()).isEqualTo("exhausted");
    JsonNode gone = SERVER.root().call("DELETE", RESOURCE, "{\"token\":\"%s\"}".formatted(token));
    assertThat(gone.path("body").path("deleted").asText()).isEqualTo(token);
    assertThat(ask("127.0.2.3", "?token=" + token, "").statusCode()).isEqualTo(403);
    assertThat(SERVER.root().call("GET", "/admin/audit", "{\"limit\":1000}").toString())
        .as("tokens are no words for the audit log")
        .doesNotContain(token);
  }

  @Test
  void withoutATokenNothingIsMadeWhereOneIsRequired() throws Exception {
    assertThat(ask("127.0.2.4", "", "").body()).contains("registration-closed");
    SERVER.root().call("POST", "/admin/registration", "{\"action\":\"open\"}");
    JsonNode required =
        SERVER
            .root()
            .call("POST", "/admin/settings/registration_token_required", "{\"action\":\"enable\"}");
    assertThat(required.path("body").path("status").asText()).isEqualTo("enabled");

    assertThat(ask("127.0.2.4", "", "").body()).contains("Registration token is required");
    assertThat(ask("127.0.2.4", "?token=%20", "").body())
        .contains("Registration token is required");
    make("{\"token\":\"let-me-in\"}");
    assertThat(ask("127.0.2.4", "?token=let-me-in", "").statusCode()).isEqualTo(200);

    SERVER
        .root()
        .call(
            "POST",
            "/admin/settings/registration_token_required",
            "{\"action\":\"set\",\"value\":\"false\"}");
    assertThat(ask("127.0.2.4", "", "").statusCode()).isEqualTo(200);
    assertThat(ask("127.0.2.4", "?token=unheard-of", "").statusCode())
        .as("a wrong token is no missing one")
        .isEqualTo(403);
    SERVER.root().call("POST", "/admin/registration", "{\"action\":\"close\"}");
  }

  @Test
  void whatIsNoTokenIsRefusedAndABodyHasABound() throws Exception {
    for (String token : List.of("x", "../../etc", "a b c d e f", "' or 1=1 --", "x".repeat(3000))) {
      HttpResponse<String> answer =
          ask("127.0.2.5", "?token=" + URLEncoder.encode(token, StandardCharsets.UTF_8), "");
      assertThat(answer.statusCode()).isIn(403, 414);
    }
    assertThat(ask("127.0.2.6", "", "{\"token\":").statusCode()).isEqualTo(400);
    assertThat(ask("127.0.2.6", "", "{\"token\":\"" + "x".repeat(5000) + "\"}").statusCode())
        .isEqualTo(403);
    assertThat(ask("127.0.2.6", "", "{\"token\":\"" + "x".repeat(70_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(ask("127.0.2.6", "", "[]").statusCode()).isEqualTo(403);
    assertThat(ask("127.0.2.6", "", "{\"token\":7}").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DELETE;{\"token\":\"unheard-of\"};404;token not found",
      })
  void whatThereIsNotIsSaid(String method, String body, int status, String error) throws Exception {
    JsonNode answer = SERVER.root().call(method, RESOURCE, body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }

  private static JsonNode make(String body) throws Exception {
    JsonNode made = SERVER.root().call("POST", RESOURCE, body);
    assertThat(made.path("status").asInt()).as(made.toString()).isEqualTo(201);
    return made.path("body");
  }

  private static JsonNode listed(String token) throws Exception {
    JsonNode all = SERVER.root().get(RESOURCE).path("body");
    assertThat(all.path("total").asInt()).isEqualTo(all.path("tokens").size());
    return StreamSupport.stream(all.path("tokens").spliterator(), false)
        .filter(one -> one.path("token").asText().equals(token))
        .findFirst()
        .orElseThrow();
  }

  private static HttpResponse<String> ask(String address, String query, String body)
      throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + SERVER.product().port() + "/new" + query))
              .timeout(RunningProduct.PATIENCE);
      return client.send(
          body.isEmpty()
              ? request.POST(HttpRequest.BodyPublishers.noBody()).build()
              : request
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
