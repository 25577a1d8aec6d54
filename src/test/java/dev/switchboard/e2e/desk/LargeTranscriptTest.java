package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.bytes;
import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A transcript that the log channel finds too large: the ticket's channel goes once it is safe. */
class LargeTranscriptTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int MESSAGES = 100;
  private static final Random LETTERS = new Random(7);

  @TempDir static Path data;

  private static RunningProduct product;
  private static long log;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    log = product.sandbox().world().staff().logChannel();
    product.client().call("POST", "/control/limits", form().put("enabled", false));
  }

  @AfterEach
  void end() {
    product.client().clearFaults();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  /** The log channel takes no request with so many bytes. */
  private static void refuseFrom(int bytes, JsonNode answer) {
    product
        .client()
        .script(
            "/channels/" + log + "/messages$",
            413,
            answer,
            form().put("body", "(?s)filename=\"ticket.{" + bytes + "}"));
  }

  private static JsonNode tooLarge() {
    return form().put("code", 40005).put("message", "Request entity too large");
  }

  /** A ticket with a page of some 250 kB, which hardly becomes smaller when it is compressed. */
  private static OpenTicket closed(String name) {
    OpenTicket ticket = OpenTicket.of(product, name);
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder text = new StringBuilder(name + "-" + i + ". ");
      LETTERS.ints(1_900, 0, 62).map(LargeTranscriptTest::letter).forEach(text::appendCodePoint);
      product.client().sendDm(ticket.member(), text.toString());
    }
    ticket.awaitStaff(says(name + "-" + (MESSAGES - 1) + "."));
    product.client().send(ticket.sam(), ticket.channel(), "!close");
    return ticket;
  }

  /** Of those that a page shows as they are. */
  private static int letter(int number) {
    return number < 26 ? 'a' + number : number < 52 ? 'A' + number - 26 : 0x30 + number - 52;
  }

  private static List<JsonNode> posted(String name) {
    return product.staffSee(log).stream()
        .filter(one -> one.path("content").asText().contains(name))
        .toList();
  }

  private static void awaitGone(OpenTicket ticket) {
    await().atMost(PATIENCE).until(() -> !product.ticketChannels().contains(ticket.channel()));
  }

  private static void assertWhole(String page, String name) {
    assertThat(page).startsWithIgnoringCase("<!doctype html>").endsWith("</html>\n");
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(page).containsOnlyOnce(name + "-" + i + ".");
    }
  }

  private static String file(JsonNode message) {
    return message.path("attachments").path(0).path("url").asText();
  }

  private static byte[] unpacked(byte[] packed) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatFitsWhenItIsCompressedGoesCompressed() {
    refuseFrom(185_000, tooLarge());
    OpenTicket ticket = closed("packed");
    awaitGone(ticket);

    JsonNode message = posted("packed").getLast();
    assertThat(message.path("attachments").path(0).path("filename").asText()).endsWith(".html.gz");
    assertWhole(new String(unpacked(bytes(file(message))), UTF_8), "packed");
  }

  @Test
  void whatDoesNotGoesInPartsInTheirOrder() {
    refuseFrom(70_000, tooLarge());
    OpenTicket ticket = closed("parts");
    awaitGone(ticket);

    assertParts("parts");
  }

  @Test
  void theSameWhereNotDiscordButSomebodyOnTheWayFindsItTooLarge() {
    product
        .client()
        .fault(
            form()
                .put("kind", "answer")
                .put("route", "/channels/" + log + "/messages$")
                .put("status", 413)
                .put("text", "<html>413 Request Entity Too Large</html>")
                .put("count", 1_000_000)
                .put("body", "(?s)filename=\"ticket.{70000}"));
    OpenTicket ticket = closed("proxied");
    awaitGone(ticket);

    assertParts("proxied");
  }

  private static void assertParts(String name) {
    List<JsonNode> parts = posted(name);
    assertThat(parts.size()).isBetween(3, 8);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    for (JsonNode part : parts) {
      assertThat(part.path("content").asText()).contains("only in parts");
      byte[] bytes = bytes(file(part));
      boolean packed = part.path("attachments").path(0).path("filename").asText().endsWith(".gz");
      page.writeBytes(packed ? unpacked(bytes) : bytes);
    }
    assertWhole(page.toString(UTF_8), name);
  }

  @Test
  void whereEveryUploadIsRefusedTheChannelStaysUntilItIsClosedOnceMore() {
    refuseFrom(1, tooLarge());
    OpenTicket ticket = closed("refused");

    ticket.awaitStaff(says("The transcript could not be posted to the log channel"));
    assertThat(product.ticketChannels()).contains(ticket.channel());
    assertThat(posted("refused")).isEmpty();

    product.client().send(ticket.sam(), ticket.channel(), "!close");
    awaitGone(ticket);
  }
}
