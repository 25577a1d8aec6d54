package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.sandbox.SandboxClient;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What staff do in Discord, as the audit log has it: who, what, and none of the words. */
class StaffActsTest {
  @RegisterExtension static final AdministeredProduct PRODUCT = AdministeredProduct.usual();

  private static final String SECRET = "xylophone";
  private static final String READ_AND_WRITE = Long.toString(1L << 10 | 1L << 11);

  @Test
  void repliesEditsDeletionsAndClosingsAreInTheAuditLogWithoutTheirWords() throws Exception {
    OpenTicket ticket = OpenTicket.of(PRODUCT.product(), "audited");
    SandboxClient client = ticket.client();
    long number = numberOf(ticket);
    client.runCommand(
        ticket.sam(), ticket.channel(), "reply", form().put("message", "a slash " + SECRET));
    ticket.awaitMember(says("a slash " + SECRET));
    JsonNode typed = client.send(ticket.sam(), ticket.channel(), "!ar a typed " + SECRET);
    ticket.awaitMember(says("a typed " + SECRET));
    client.send(ticket.sam(), ticket.channel(), "a note about the " + SECRET);
    int reply = ticket.number("a typed " + SECRET);
    client.runCommand(
        ticket.sam(),
        ticket.channel(),
        "edit",
        form().put("number", reply).put("text", "a better " + SECRET));
    ticket.awaitMember(says("a better " + SECRET));
    client.send(ticket.sam(), ticket.channel(), "!delete " + reply);
    await().atMost(PATIENCE).until(() -> ticket.memberSees().stream().noneMatch(says("a better")));
    client.send(ticket.sam(), ticket.channel(), "!edit 999 another " + SECRET);
    ticket.awaitStaff(says("There is no message with this number"));
    client.send(ticket.sam(), ticket.channel(), "!close -s enough " + SECRET);

    List<JsonNode> acts = awaitActs(number, 6);

    assertThat(acts)
        .extracting(act -> act.path("method").asText() + " " + act.path("resource").asText())
        .containsExactly(
            "POST /tickets/%d/reply".formatted(number),
            "POST /tickets/%d/reply".formatted(number),
            "POST /tickets/%d/edit".formatted(number),
            "POST /tickets/%d/delete".formatted(number),
            "POST /tickets/%d/edit".formatted(number),
            "POST /tickets/%d/close".formatted(number));
    assertThat(acts)
        .extracting(act -> act.path("status").asInt())
        .containsExactly(200, 200, 200, 200, 404, 200);
    assertThat(acts)
        .allMatch(act -> act.path("caller").asText().startsWith(ticket.sam() + " ("))
        .allMatch(act -> act.path("surface").asText().equals("discord"))
        .allMatch(act -> act.path("address").asText().isEmpty());
    assertThat(acts.get(1).path("detail").asText())
        .isEqualTo(
            "{\"request\":\"%d\",\"characters\":17,\"files\":0,\"anonymous\":true}"
                .formatted(typed.path("id").asLong()));
    assertThat(PRODUCT.root().get("/admin/audit").toString()).doesNotContain(SECRET);
  }

  /** The reply is with the member while the audit log cannot be written at all. */
  @Test
  void theAuditLogHoldsUpNoReplyAndMissesNone() throws Exception {
    OpenTicket ticket = OpenTicket.of(PRODUCT.product(), "held");
    long number = numberOf(ticket);
    try (Handle locker = PRODUCT.database().database().jdbi().open()) {
      locker.begin();
      locker.execute("lock table audit_log in access exclusive mode");
      ticket.client().send(ticket.sam(), ticket.channel(), "!r at once");
      ticket.awaitMember(says("at once"));
      locker.rollback();
    }
    ticket.client().send(ticket.sam(), ticket.channel(), "!r and another");
    ticket.awaitMember(says("and another"));

    assertThat(awaitActs(number, 2)).hasSize(2);
  }

  @Test
  void aCommandOfSomebodyWhoIsNotStaffIsARefusal() throws Exception {
    OpenTicket ticket = OpenTicket.of(PRODUCT.product(), "curious");
    long number = numberOf(ticket);
    long guild = PRODUCT.product().sandbox().world().staff().guild();
    long stranger = ticket.client().createUser("stranger", Duration.ofDays(9), guild);
    JsonNode hidden = overwrites(ticket).deepCopy();
    ArrayNode shown = hidden.deepCopy();
    shown
        .addObject()
        .put("id", Long.toString(stranger))
        .put("type", 1)
        .put("allow", READ_AND_WRITE);
    overwrite(ticket, shown);
    ticket.client().send(stranger, ticket.channel(), "!close " + SECRET);
    overwrite(ticket, hidden);

    JsonNode refusal = awaitActs(number, 1).getFirst();
    assertThat(refusal.path("status").asInt()).isEqualTo(403);
    assertThat(refusal.path("resource").asText()).isEqualTo("/tickets/%d/close".formatted(number));
    assertThat(refusal.path("caller").asText()).startsWith(stranger + " (");
    assertThat(refusal.path("detail").asText()).contains("not permitted").doesNotContain(SECRET);
  }

  private static JsonNode overwrites(OpenTicket ticket) {
    return ticket
        .client()
        .call("GET", "/control/channels/" + ticket.channel(), form())
        .path("permission_overwrites");
  }

  private static void overwrite(OpenTicket ticket, JsonNode list) {
    ObjectNode change = form();
    change.set("permission_overwrites", list);
    ticket.client().call("PATCH", "/control/channels/" + ticket.channel(), change);
  }

  private static long numberOf(OpenTicket ticket) {
    return PRODUCT
        .database()
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select ticket from ticket_channel where channel_id = :channel")
                .bind("channel", ticket.channel())
                .mapTo(Long.class)
                .one());
  }

  /** The acts in a ticket, the first one first. */
  private static List<JsonNode> awaitActs(long ticket, int wanted) throws Exception {
    await().atMost(PATIENCE).until(() -> acts(ticket).size() >= wanted);
    return acts(ticket);
  }

  private static List<JsonNode> acts(long ticket) throws Exception {
    return PRODUCT
        .root()
        .call("GET", "/admin/audit", "{\"limit\":1000}")
        .path("body")
        .path("entries")
        .valueStream()
        .filter(entry -> entry.path("resource").asText().startsWith("/tickets/" + ticket + "/"))
        .toList()
        .reversed();
  }
}
