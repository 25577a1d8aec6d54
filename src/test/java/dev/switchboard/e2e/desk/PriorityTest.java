package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import dev.switchboard.e2e.stage.OpenTicket;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Staff give tickets a priority, and see it in the channel's head and in the server's status. */
class PriorityTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  @Test
  void aTypedPriorityIsRemarkedOnShownInTheHeadAndCounted() throws Exception {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "hurried");
    long before = counted("high");

    long typed =
        ticket.client().send(ticket.sam(), ticket.channel(), "!priority HIGH").path("id").asLong();

    ticket.awaitStaff(says("set the priority to **high**"));
    ticket.awaitStaff(headWithPriority("high"));
    await()
        .atMost(PATIENCE)
        .until(() -> ticket.staffSee().stream().noneMatch(one -> one.path("id").asLong() == typed));
    await().atMost(PATIENCE).until(() -> counted("high") == before + 1);
    assertThat(ticket.memberSees()).noneMatch(says("priority"));
  }

  @Test
  void theSlashCommandAnswersAndSaysWhereNothingChanges() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "urgent");

    assertThat(priority(ticket, "urgent")).isEqualTo("The priority is urgent now.");
    ticket.awaitStaff(headWithPriority("urgent"));
    priority(ticket, "urgent");
    ticket.awaitStaff(says("The priority is **urgent** already."));
    priority(ticket, "normal");

    ticket.awaitStaff(says("set the priority to **normal**"));
    await()
        .atMost(PATIENCE)
        .until(() -> ticket.staffSee().stream().noneMatch(headWithPriority("urgent")));
  }

  @Test
  void anotherWordIsRefusedWithThoseThatThereAre() {
    OpenTicket ticket = OpenTicket.of(SERVER.product(), "patient");

    ticket.client().send(ticket.sam(), ticket.channel(), "!priority soon");

    ticket.awaitStaff(says("must be one of low, normal, high, urgent, not “soon”"));
    assertThat(ticket.staffSee()).noneMatch(says("set the priority"));
  }

  private static String priority(OpenTicket ticket, String level) {
    return ticket.answer(
        ticket
            .client()
            .runCommand(ticket.sam(), ticket.channel(), "priority", form().put("level", level)));
  }

  private static Predicate<JsonNode> headWithPriority(String level) {
    return message ->
        message.path("embeds").path(0).path("fields").findParents("name").stream()
            .anyMatch(field ->
                field.path("name").asText().equals("Priority")
                    && field.path("value").asText().equals(level));
  }

  private static long counted(String level) throws Exception {
    return SERVER
        .root()
        .get("/admin/status")
        .path("body")
        .path("tickets")
        .path("by_priority")
        .path(level)
        .asLong(-1);
  }
}
