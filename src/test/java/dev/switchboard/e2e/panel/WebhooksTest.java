package dev.switchboard.e2e.panel;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What happens in Discord arrives at the receiver of {@code project-docs/webhooks.md}. */
class WebhooksTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Pattern PROGRAM = Pattern.compile("(?s)```js\n(.*?)```");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private Process receiver(String secret, int port) throws IOException {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("project-docs/webhooks.md")));
    assertThat(program.find()).isTrue();
    Path file = Files.writeString(folder.resolve("receiver.mjs"), program.group(1));
    ProcessBuilder node = new ProcessBuilder("node", file.toString());
    node.environment().putAll(Map.of("WEBHOOK_SECRET", secret, "PORT", String.valueOf(port)));
    return node.redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return folder.resolve("received");
  }

  private List<JsonNode> received() {
    try {
      return Files.exists(log())
          ? Files.readAllLines(log()).stream().map(WebhooksTest::json).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private boolean has(String type) {
    return received().stream().anyMatch(event -> event.path("type").asText().equals(type));
  }

  @Test
  void eventsAreSignedComeInOrderAndOutliveAReceiverThatIsAway() throws IOException {
    int port = FreePort.any();
    try (RunningProduct product =
            PanelProduct.start(
                folder.resolve("data"),
                DATABASE.settings(),
                Map.of(
                    "switchboard.webhooks.allow-http", "on",
                    "switchboard.webhooks.allow-private-addresses", "on"));
        Browser sam = new Browser(product)) {
      sam.signIn("sam");
      JsonNode made =
          sam.post("/api/webhooks", "{\"url\":\"http://127.0.0.1:" + port + "/in\"}").json();
      String id = made.at("/webhook/id").asText();
      String secret = made.path("secret").asText();
      assertThat(sam.get("/api/webhooks").json().toString()).doesNotContain(secret);

      OpenTicket member = OpenTicket.of(product, "hooked");
      await()
          .atMost(PATIENCE)
          .until(() ->
              sam.get("/api/webhooks/" + id + "/deliveries")
                  .json()
                  .toString()
                  .contains("\"error\":\"Connection refused"));
      Process receiver = receiver(secret, port);
      try {
        await().atMost(PATIENCE).until(() -> has("ticket.opened") && has("message.created"));
        assertThat(sam.post("/api/webhooks/" + id + "/test", "").json().path("state").asText())
            .isEqualTo("waiting");
        await().atMost(PATIENCE).until(() -> has("webhook.test"));

        assertThat(received())
            .extracting(event -> event.at("/data/sequence").asLong())
            .isEqualTo(LongStream.rangeClosed(1, received().size()).boxed().toList());
        assertThat(received().toString()).doesNotContain("hello");
        assertThat(received().getFirst().path("type").asText()).isEqualTo("ticket.opened");
        String ticket = received().getFirst().at("/data/ticket").asText();
        assertThat(sam.get("/api/tickets/" + ticket).json().at("/member/id").asText())
            .isEqualTo(String.valueOf(member.member()));

        // The receiver verifies with the old secret; both sign now.
        String rotated =
            sam.post("/api/webhooks/" + id + "/rotate", "").json().path("secret").asText();
        assertThat(rotated).startsWith("whsec_").isNotEqualTo(secret);
        int before = received().size();
        sam.post("/api/webhooks/" + id + "/test", "");
        await().atMost(PATIENCE).until(() -> received().size() > before);
        assertThat(sam.delete("/api/webhooks/" + id).status()).isEqualTo(200);
      } finally {
        receiver.destroyForcibly().onExit().join();
      }
      assertThat(sam.get("/api/audit").json().toString()).doesNotContain(secret);
    }
  }
}
