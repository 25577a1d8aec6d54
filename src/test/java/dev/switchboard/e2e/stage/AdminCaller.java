package dev.switchboard.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/**
 * An administrator with a token, at an address. For tests; every answer is held to the contract.
 */
public final class AdminCaller implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI endpoint;
  private final String token;
  private final HttpClient client;
  private String forwardedFor = "";

  public AdminCaller(int port, String token, String address) {
    this(port, token, address, "/api/admin");
  }

  /** At another place than the usual one. */
  public AdminCaller(int port, String token, String address, String path) {
    this.endpoint = URI.create("http://127.0.0.1:" + port + path);
    this.token = token;
    this.client = HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(address)).build();
  }

  /** From now on as a proxy that tells for whom it calls. */
  public AdminCaller forwarding(String address) {
    forwardedFor = address;
    return this;
  }

  public JsonNode get(String resource) throws Exception {
    return call("GET", resource, "{}");
  }

  public JsonNode call(String method, String resource, String body) throws Exception {
    ObjectNode envelope = MAPPER.createObjectNode().put("method", method).put("resource", resource);
    envelope.putObject("headers").put("Authorization", "Bearer " + token);
    envelope.set("body", MAPPER.readTree(body));
    // Not by way of a string: half a surrogate pair would become a question mark.
    return send(MAPPER.writeValueAsBytes(envelope));
  }

  /** Sends anything, and gives the envelope that must come back. */
  public JsonNode send(byte[] request) throws IOException, InterruptedException {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(endpoint)
            .timeout(RunningProduct.PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(request));
    if (!forwardedFor.isEmpty()) {
      call.header("X-Forwarded-For", forwardedFor);
    }
    HttpResponse<String> response = client.send(call.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return wellFormed(response.body());
  }

  /** An answer is one line: an object with exactly its four fields, each of its kind. */
  public static JsonNode wellFormed(String answer) throws IOException {
    assertThat(answer).endsWith("\n").doesNotContain("Exception", "\tat ");
    JsonNode envelope = MAPPER.readTree(answer);
    List<String> names = envelope.properties().stream().map(Map.Entry::getKey).toList();
    assertThat(names).containsExactly("status", "resource", "body", "error");
    assertThat(envelope.path("status").isInt()).isTrue();
    assertThat(envelope.path("status").asInt()).isBetween(200, 599);
    assertThat(envelope.path("resource").isTextual()).isTrue();
    assertThat(envelope.path("error").isNull() || envelope.path("error").isTextual()).isTrue();
    assertThat(envelope.path("error").isNull()).isEqualTo(envelope.path("status").asInt() < 400);
    return envelope;
  }

  @Override
  public void close() {
    client.close();
  }
}
