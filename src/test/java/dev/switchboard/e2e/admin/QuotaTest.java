package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What an account has stored, and may store, in the whole product: files of a member on Discord.
 */
class QuotaTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  private static final byte[] FILE = "x".repeat(200).getBytes(UTF_8);

  @Test
  void aFileForWhichAnAccountHasNoRoomIsNotCopiedAndStaffSeeWhy() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "quota");
    signedInOnce(ticket.member());
    SERVER.product().restart();
    String name = "discord-" + ticket.member();
    long hello = "hello".length();
    await().atMost(RunningProduct.PATIENCE).until(() -> quota(name).path("exists").asBoolean());
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> quota(name).path("used_bytes").asLong() == hello);

    sends(ticket, "first");
    JsonNode shown = ticket.awaitStaff(says("first"));
    assertThat(shown.path("attachments")).hasSize(1);
    long used = hello + "first".length() + FILE.length;
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> quota(name).path("used_bytes").asLong() == used);

    set(name, used + FILE.length / 2);
    sends(ticket, "second");
    JsonNode refused = ticket.awaitStaff(says("second"));
    assertThat(refused.path("attachments")).isEmpty();
    assertThat(refused.path("content").asText())
        .contains("could not be copied: the quota of its sender's account is used up");
    long texts = used + "second".length();
    await()
        .atMost(RunningProduct.PATIENCE)
        .until(() -> quota(name).path("used_bytes").asLong() == texts);
    assertThat(listed(name).path("used_bytes").asLong()).isEqualTo(texts);

    set(name, 0);
    sends(ticket, "third");
    assertThat(ticket.awaitStaff(says("third")).path("attachments")).hasSize(1);
  }

  private static void sends(OpenTicket ticket, String text) {
    SERVER
        .product()
        .client()
        .sendDm(
            ticket.member(),
            RunningProduct.form().put("content", text),
            Map.of(text + ".txt", FILE));
  }

  private static JsonNode quota(String name) throws Exception {
    return SERVER
        .root()
        .call("GET", "/admin/quota", "{\"username\":\"%s\"}".formatted(name))
        .path("body");
  }

  private static void set(String name, long bytes) throws Exception {
    JsonNode answer =
        SERVER
            .root()
            .call(
                "PUT",
                "/admin/quota",
                "{\"username\":\"%s\",\"max_bytes\":%d}".formatted(name, bytes));
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
  }

  private static JsonNode listed(String name) throws Exception {
    for (JsonNode account : SERVER.root().get("/admin/accounts").path("body").path("accounts")) {
      if (account.path("username").asText().equals(name)) {
        return account;
      }
    }
    throw new AssertionError(name + " is not listed");
  }

  /** As the first sign-in by way of Discord will write it down, which comes with the panel. */
  private static void signedInOnce(long member) {
    SERVER
        .database()
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    """
                    with written as (
                      insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
                        adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
                      values ('Account|discord-' || :member, 1, 'test', 0, '', 1021, '', convert_to(:event, 'UTF8'))
                      returning ordering)
                    insert into event_tag (event_id, tag) select ordering, 'account' from written
                    """)
                .bind("member", member)
                .bind(
                    "event",
                    """
                    {"event":"created","passwordHash":null,"origin":"DISCORD","discordUser":%d,"by":"discord","at":"2026-11-21T10:00:00Z"}\
                    """
                        .formatted(member))
                .execute());
  }
}
