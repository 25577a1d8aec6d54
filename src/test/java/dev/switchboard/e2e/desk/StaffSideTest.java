package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of staff, what goes wrong around a ticket, and what a ticket costs in REST calls.
 */
class StaffSideTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int MENU_OF_MESSAGES = 3;
  private static final int ROOM = 50;

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void aReplyIsDeletedOnBothSides() {
    OpenTicket ticket = OpenTicket.of(product, "deleter");
    client.runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "a mistake"));
    ticket.awaitMember(says("a mistake"));
    int number = ticket.number("a mistake");

    client.runCommand(ticket.sam(), ticket.channel(), "delete", form().put("number", number));

    ticket.awaitStaff(says("a mistake").and(says("deleted")));
    await().atMost(PATIENCE).until(() -> ticket.memberSees().stream().noneMatch(says("a mistake")));
  }

  @Test
  void theRepliesOfTheTicketAreSuggestedWhileANumberIsTyped() {
    OpenTicket ticket = OpenTicket.of(product, "suggested");
    client.runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "good day"));
    client.runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "good night"));
    ticket.awaitMember(says("good day"));
    ticket.awaitMember(says("good night"));
    int number = ticket.number("good night");

    assertThat(ticket.suggested("edit", "number", "").findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "#" + number + " · good night", "#" + ticket.number("good day") + " · good day");
    assertThat(ticket.suggested("delete", "number", "night").findValuesAsText("value"))
        .containsExactly(Integer.toString(number));
  }

  @Test
  void aReplyIsEditedInAForm() {
    OpenTicket ticket = OpenTicket.of(product, "former");
    client.runCommand(
        ticket.sam(), ticket.channel(), "reply", form().put("message", "first words"));
    ticket.awaitMember(says("first words"));
    long shown = ticket.awaitStaff(says("first words").and(says("sent"))).path("id").asLong();

    long interaction =
        client
            .runMenu(ticket.sam(), ticket.channel(), "Edit reply", MENU_OF_MESSAGES, shown)
            .path("id")
            .asLong();
    await().atMost(PATIENCE).until(() -> client.interaction(interaction).has("modal"));
    assertThat(client.interaction(interaction).path("modal").toString()).contains("first words");
    client.submitModal(ticket.sam(), interaction, form().put("text", "better words"));

    ticket.awaitMember(says("better words"));
    JsonNode edited = ticket.awaitStaff(says("better words").and(says("edited")));
    assertThat(edited.path("embeds").toString()).contains("first words");
  }

  @Test
  void aSilentCloseTellsTheMemberNothing() {
    OpenTicket ticket = OpenTicket.of(product, "silenced");

    client.send(ticket.sam(), ticket.channel(), "!close -s no answer needed");

    long log = product.sandbox().world().staff().logChannel();
    product.awaitStaff(log, says("silenced").and(says("no answer needed")));
    await().atMost(PATIENCE).until(() -> !product.ticketChannels().contains(ticket.channel()));
    assertThat(ticket.memberSees()).noneMatch(says("has been closed"));
  }

  @Test
  void idHelpAndPingAnswerThePersonAlone() {
    OpenTicket ticket = OpenTicket.of(product, "asked");
    long sam = ticket.sam();

    String id = ticket.answer(client.runCommand(sam, ticket.channel(), "id", form()));
    String help = ticket.answer(client.runCommand(sam, ticket.channel(), "help", form()));
    String page =
        ticket.answer(
            client.runCommand(sam, ticket.channel(), "help", form().put("command", "close")));
    String ping = ticket.answer(client.runCommand(sam, ticket.channel(), "ping", form()));

    assertThat(id).contains("asked", Long.toString(ticket.member()));
    assertThat(help).contains("/reply", "/edit", "/delete", "/close", "/id", "/help", "/ping");
    assertThat(page).contains("!close [-s] [reason]");
    assertThat(ping).startsWith("Pong");
    assertThat(client.read(product.person("sue"), ticket.channel())).noneMatch(says("Pong"));
  }

  @Test
  void whoIsNotStaffIsRefused() {
    OpenTicket ticket = OpenTicket.of(product, "onlooked");
    long guild = product.sandbox().world().staff().guild();
    long guest = client.createUser("guest", Duration.ofDays(100), guild);
    ObjectNode overwrites = form();
    overwrites.set("permission_overwrites", overwritesOf(ticket.channel()));
    overwrites
        .withArray("/permission_overwrites")
        .addObject()
        .put("id", Long.toString(guest))
        .put("type", 1)
        .put("allow", Long.toString(1L << 10 | 1L << 11 | 1L << 13 | 1L << 16 | 1L << 31))
        .put("deny", "0");
    client.call("PATCH", "/control/channels/" + ticket.channel(), overwrites);

    client.send(guest, ticket.channel(), "!reply from nobody");
    JsonNode slash =
        client.runCommand(guest, ticket.channel(), "reply", form().put("message", "slashed"));

    assertThat(ticket.answer(slash)).isEqualTo("Only staff can do this.");
    client.send(ticket.sam(), ticket.channel(), "!reply from staff");
    ticket.awaitMember(says("from staff"));
    assertThat(ticket.memberSees()).noneMatch(says("from nobody").or(says("slashed")));
  }

  private static JsonNode overwritesOf(long channel) {
    return client
        .call("GET", "/control/channels/" + channel, form())
        .path("permission_overwrites")
        .deepCopy();
  }

  @Test
  void aChannelDeletedByHandIsMadeAnew() {
    OpenTicket ticket = OpenTicket.of(product, "orphan");

    client.deleteChannel(ticket.channel());
    client.sendDm(ticket.member(), "are you still there?");

    long second = OpenTicket.awaitChannel(product, ticket.member(), ticket.channel());
    product.awaitStaff(second, says("are you still there?"));
    client.send(ticket.sam(), second, "!r we are");
    ticket.awaitMember(says("we are"));
  }

  @Test
  void closedDmsAreSaidToStaffAndTheTicketStaysUsable() {
    OpenTicket ticket = OpenTicket.of(product, "shut");

    client.openDms(ticket.member(), false);
    client.send(ticket.sam(), ticket.channel(), "!r can you read this?");
    ticket.awaitStaff(says("can you read this?").and(says("not sent")));
    client.openDms(ticket.member(), true);
    client.send(ticket.sam(), ticket.channel(), "!r and this?");

    ticket.awaitMember(says("and this?"));
    assertThat(ticket.memberSees()).noneMatch(says("can you read this?"));
  }

  @Test
  void aMemberWhoLeavesIsALine() {
    OpenTicket ticket = OpenTicket.of(product, "leaver");

    client.leave(product.sandbox().world().communityGuild(), ticket.member());

    ticket.awaitStaff(says("left the community"));
  }

  @Test
  void aFullInboxOverflowsIntoAnotherCategory() {
    long guild = product.sandbox().world().staff().guild();
    long inbox = product.sandbox().world().staff().inboxCategory();
    List<Long> fillers = new ArrayList<>();
    long there =
        client.channels(guild).stream()
            .filter(one -> one.path("parent_id").asLong() == inbox)
            .count();
    for (long i = there; i < ROOM; i++) {
      ObjectNode filler = form().put("name", "filler-" + i).put("parent_id", Long.toString(inbox));
      fillers.add(client.createChannel(guild, filler));
    }

    OpenTicket ticket = OpenTicket.of(product, "latecomer");

    JsonNode channel = client.call("GET", "/control/channels/" + ticket.channel(), form());
    JsonNode category =
        client.call("GET", "/control/channels/" + channel.path("parent_id").asText(), form());
    assertThat(category.path("name").asText()).isEqualTo("Inbox 2");
    assertThat(category.path("permission_overwrites"))
        .containsExactlyInAnyOrderElementsOf(overwritesOf(inbox));
    fillers.forEach(client::deleteChannel);
  }

  @Test
  void aTicketCostsFourCallsAndAMessageOne() {
    OpenTicket.of(product, "firstofall");
    product.settledCalls();

    client.clearRequests();
    OpenTicket ticket = OpenTicket.of(product, "counted");
    Map<String, Long> calls = product.settledCalls();
    assertThat(calls.values().stream().mapToLong(Long::longValue).sum())
        .as(calls.toString())
        .isLessThanOrEqualTo(4);

    client.clearRequests();
    for (int i = 0; i < 3; i++) {
      client.sendDm(ticket.member(), "message " + i + " of three");
      ticket.awaitStaff(says("message " + i + " of three"));
    }
    assertThat(product.settledCalls())
        .containsExactly(Map.entry("POST /channels/{channel}/messages", 3L));
  }
}
