package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertThat(ticket.awaitStaff(says("only pages")).path("attachments")).isEmpty();
    sends(ticket, "behind it", "c.png", picture);
    assertThat(ticket.awaitStaff(says("behind it")).path("attachments")).isEmpty();

    ticket.client().clearFaults();
    for (String name : List.of("b.png", "c.png")) {
      JsonNode late =
          ticket.awaitStaff(message ->
              message.path("attachments").path(0).path("filename").asText().equals(name));
      assertThat(OpenTicket.bytes(late.path("attachments").path(0).path("url").asText()))
          .isEqualTo(picture);
    }
  }

  /** The first shall be given after some seconds, the second after one. */
  @ParameterizedTest
  @CsvSource({"404, 7", "400, 1"})
  void aFileThatIsRefusedForAMomentIsShown(int status, int times) throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "hiccup" + status);
    byte[] picture = picture(1_000);
    ticket
        .client()
        .fault(
            RunningProduct.form()
                .put("kind", "status")
                .put("on", "files")
                .put("status", status)
                .put("count", times));
    sends(ticket, "look here", "a.png", picture);
    ticket.awaitStaff(says("look here"));
    JsonNode shown = ticket.awaitStaff(message -> message.path("attachments").path(0).has("url"));
    assertThat(OpenTicket.bytes(shown.path("attachments").path(0).path("url").asText()))
        .isEqualTo(picture);
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

  @Test
  void aMessageOfStaffStaysWhileAFileOfItIsNotSafe() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "lost");
    SandboxClient client = ticket.client();
    linksHaveExpiredForGood();
    long whole = command(ticket, "!reply only words", Map.of());
    long lost = command(ticket, "!reply look", Map.of("a.png", picture(100)));
    ticket.awaitMember(says("look"));
    ticket.awaitStaff(says("a.png (100 bytes) could not be copied"));
    int number = ticket.number("only words");
    long edit = command(ticket, "!edit " + number + " other words", Map.of("b.png", picture(9)));
    ticket.awaitMember(says("other words"));
    client.clearFaults();
    long kept = command(ticket, "!reply with it", Map.of("c.png", picture(100)));
    ticket.awaitMember(says("with it"));

    awaitGone(ticket, kept);
    awaitGone(ticket, whole);
    assertThat(ids(ticket)).contains(lost, edit);
  }

  private static long command(OpenTicket ticket, String text, Map<String, byte[]> files) {
    return ticket
        .client()
        .send(ticket.sam(), ticket.channel(), RunningProduct.form().put("content", text), files)
        .path("id")
        .asLong();
  }

  private static void awaitGone(OpenTicket ticket, long message) {
    await().atMost(RunningProduct.PATIENCE).until(() -> !ids(ticket).contains(message));
  }

  private static List<Long> ids(OpenTicket ticket) {
    return ticket.staffSee().stream().map(one -> one.path("id").asLong()).toList();
  }

  @Test
  void aFileIsShownStoredAndServedUnderItsTitle() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "titled");
    ObjectNode form = RunningProduct.form().put("content", "the bill");
    form.putArray("attachments")
        .addObject()
        .put("id", 0)
        .put("filename", "Счёт 2026.docx")
        .put("description", "What is owed");
    SERVER
        .product()
        .client()
        .sendDm(ticket.member(), form, Map.of("Счёт 2026.docx", "bill".getBytes(UTF_8)));
    JsonNode shown = ticket.awaitStaff(says("the bill"));
    assertThat(shown.path("content").asText()).contains("Description of Счёт 2026.docx: What is");
    assertThat(shown.path("attachments").path(0).path("title").asText()).isEqualTo("Счёт 2026");

    // The tables follow the journal.
    String key =
        await()
            .atMost(RunningProduct.PATIENCE)
            .until(FilesOfMembersTest::keyOfTheBill, Optional::isPresent)
            .orElseThrow();
    var served = SERVER.product().get("/files/" + key + "/" + "%D0%A1%E2%80%AE.docx");
    assertThat(served.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"_.docx\"; filename*=UTF-8''%D0%A1.docx");
  }

  private static Optional<String> keyOfTheBill() {
    return SERVER
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select key from ticket_file where name = 'Счёт 2026.docx' and key is not null")
                .mapTo(String.class)
                .findOne());
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

  /** Links have expired, and their messages cannot be read for fresh ones. */
  private static void linksHaveExpiredForGood() {
    ObjectNode files =
        RunningProduct.form().put("kind", "status").put("on", "files").put("status", 404);
    ObjectNode messages =
        RunningProduct.form()
            .put("kind", "answer")
            .put("route", "GET /channels/\\{channel}/messages/\\{message}")
            .put("status", 403);
    messages.putObject("json").put("code", 50001).put("message", "Missing Access");
    for (ObjectNode rule : List.of(files, messages)) {
      SERVER.product().client().fault(rule.put("count", Integer.MAX_VALUE));
    }
  }

  private static void sends(OpenTicket ticket, String text, String name, byte[] file) {
    ObjectNode form = RunningProduct.form().put("content", text);
    SERVER.product().client().sendDm(ticket.member(), form, Map.of(name, file));
  }
}
