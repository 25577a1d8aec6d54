package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/**
 * What every client library must be able to do with the sandbox, whoever wrote it: hear a DM,
 * answer it with a file, and miss nothing over a cut connection. The client under trial answers
 * each DM with {@code echo: TEXT} and a file {@code answer.txt}.
 */
public final class Conformance {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Sandbox sandbox;
  private final SandboxClient people;
  private final long alice;

  public Conformance(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.people = sandbox.client();
    this.alice = sandbox.world().person("alice");
  }

  /** What the client under trial says of itself. */
  public interface Trial {
    /** The texts of the DMs that it was told of, in order. */
    List<String> heard();

    /** How often it resumed its session. */
    long resumes();
  }

  public void isMetBy(Trial client) throws IOException, InterruptedException {
    people.sendDm(alice, "before the cut");
    awaitConversation("before the cut", "echo: before the cut");
    assertAnswerIsUploaded();
    String session = onlySession().path("id").asText();

    people.dropGateway(true);
    people.sendDm(alice, "during the cut");
    awaitConversation(
        "before the cut", "echo: before the cut", "during the cut", "echo: during the cut");
    await().atMost(PATIENCE).until(() -> client.resumes() == 1);

    // What came twice would have come before this.
    people.sendDm(alice, "after the cut");
    await().atMost(PATIENCE).until(() -> people.readDm(alice).size() == 6);
    assertThat(client.heard()).containsExactly("before the cut", "during the cut", "after the cut");
    assertThat(onlySession().path("id").asText()).isEqualTo(session);
  }

  private JsonNode onlySession() {
    assertThat(people.sessions()).hasSize(1);
    return people.sessions().getFirst();
  }

  private void awaitConversation(String... contents) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(people.readDm(alice))
                .extracting(message -> message.path("content").asText())
                .containsExactly(contents));
  }

  private void assertAnswerIsUploaded() throws IOException, InterruptedException {
    JsonNode answer = people.readDm(alice).getLast();
    assertThat(answer.path("author").path("id").asLong()).isEqualTo(sandbox.world().bot());
    assertThat(answer.path("attachments")).hasSize(1);
    JsonNode file = answer.path("attachments").path(0);
    assertThat(file.path("filename").asText()).isEqualTo("answer.txt");
    String expected = "what alice said: before the cut";
    assertThat(file.path("size").asInt()).isEqualTo(expected.length());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(file.path("url").asText())).build(),
              HttpResponse.BodyHandlers.ofString(UTF_8));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(expected);
    }
  }
}
