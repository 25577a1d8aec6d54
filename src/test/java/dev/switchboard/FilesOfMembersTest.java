package dev.switchboard;

import static dev.switchboard.OpenTicket.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of members' files that are not what they should be, or too many. */
class FilesOfMembersTest {
  private static final int DAY = 1 << 20;

  @RegisterExtension
  static final AdministeredProduct SERVER =
      AdministeredProduct.with(
          Map.of(
              "switchboard.ticket.daily-copies", "1 MiB",
              "switchboard.ticket.attachment-wait", "10s"));

  @AfterEach
  void nothingGoesWrongAnyMore() {
    SERVER.product().client().clearFaults();
  }

  @Test
  void anErrorPageIsNeverShownAsTheFile() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "spoilt");
    byte[] picture = picture(120_000);
    answersFiles("<!DOCTYPE html><p>Sorry</p>".repeat(80), 1);
    sends(ticket, "one page", "a.png", picture);
    JsonNode shown = ticket.awaitStaff(says("one page"));
    assertThat(OpenTicket.bytes(shown.path("attachments").path(0).path("url").asText()))
        .isEqualTo(picture);

    answersFiles("<!DOCTYPE html><p>Sorry</p>".repeat(80), Integer.MAX_VALUE);
    sends(ticket, "only pages", "b.png", picture);
    JsonNode refused =
        ticket.awaitStaff(says("only pages").and(says("b.png (117 KiB) could not be copied")));
    assertThat(refused.path("attachments")).isEmpty();
    assertThat(refused.path("content").asText())
        .contains("Discord's server sends something else: 2,160 bytes came instead of 120,000");
  }

  @Test
  void aMemberWhoSendsTooMuchInADayIsHeardButTheRestIsNotCopied() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "much");
    OpenTicket other = OpenTicket.of(SERVER.product(), "little");
    byte[] half = picture(DAY / 2 - 10);
    sends(ticket, "first", "1.png", half);
    assertThat(ticket.awaitStaff(says("first")).path("attachments")).hasSize(1);
    sends(ticket, "second", "2.png", half);
    assertThat(ticket.awaitStaff(says("second")).path("attachments")).hasSize(1);
    sends(ticket, "third", "3.png", half);
    JsonNode refused = ticket.awaitStaff(says("third"));
    assertThat(refused.path("attachments")).isEmpty();
    assertThat(refused.path("content").asText())
        .contains("could not be copied: its sender has sent more than 1 MiB within 24 hours");
    // What is small fits into what is left.
    sends(ticket, "fourth", "4.png", picture(20));
    assertThat(ticket.awaitStaff(says("fourth")).path("attachments")).hasSize(1);
    sends(other, "of another", "a.png", half);
    assertThat(other.awaitStaff(says("of another")).path("attachments")).hasSize(1);
  }

  private static byte[] picture(int size) {
    byte[] bytes = "x".repeat(size).getBytes(UTF_8);
    byte[] head = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    System.arraycopy(head, 0, bytes, 0, head.length);
    return bytes;
  }

  private static void answersFiles(String text, int times) {
    SERVER
        .product()
        .client()
        .fault(
            RunningProduct.form()
                .put("kind", "answer")
                .put("on", "files")
                .put("count", times)
                .put("text", text));
  }

  private static void sends(OpenTicket ticket, String text, String name, byte[] file) {
    ObjectNode form = RunningProduct.form().put("content", text);
    SERVER.product().client().sendDm(ticket.member(), form, Map.of(name, file));
  }
}
