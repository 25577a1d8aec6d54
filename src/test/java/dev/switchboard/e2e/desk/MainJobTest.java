package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job, end to end over real sockets: a DM becomes a ticket, staff answer, it is closed.
 */
class MainJobTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;

  @BeforeAll
  static void start() {
    product =
        RunningProduct.start(
            data, DATABASE.settings(), Map.of("switchboard.ticket.signature", "name-and-role"));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void aConversationFromTheFirstWordToTheTranscript() {
    long alice = product.person("alice");
    long sam = product.person("sam");

    product.client().sendDm(alice, "hello, I need help");
    product.awaitMember("alice", says("Thank you for your message"));
    long channel = product.awaitTicketChannel(0);
    JsonNode head = product.awaitStaff(channel, says("hello, I need help"));
    assertThat(head.path("embeds").get(0).path("title").asText()).startsWith("Ticket #");
    assertThat(head.path("content").asText()).contains("`#1`");

    // A reply by slash command, one by prefix, whose command message goes once it is stored.
    product.client().runCommand(sam, channel, "reply", form().put("message", "Hi Alice!"));
    JsonNode answer = product.awaitMember("alice", says("Hi Alice!"));
    assertThat(answer.path("content").asText()).isEqualTo("**Sam (Staff)**\nHi Alice!");
    product.awaitStaff(
        channel, message -> says("Hi Alice!").test(message) && says("sent").test(message));
    JsonNode command = product.client().send(sam, channel, "!r second answer");
    product.awaitMember("alice", says("second answer"));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(product.staffSee(channel))
                .noneMatch(message -> message.path("id").equals(command.path("id"))));

    // An ordinary message is a note: the member sees nothing of it.
    product.client().send(sam, channel, "just between us");

    // Edits on both sides.
    JsonNode more = product.client().sendDm(alice, "typo hree");
    product.awaitStaff(channel, says("typo hree"));
    product
        .client()
        .edit(alice, product.client().dmChannel(alice), more.path("id").asLong(), "typo here");
    JsonNode edited = product.awaitStaff(channel, says("typo here"));
    assertThat(edited.path("embeds").get(0).path("description").asText()).isEqualTo("typo hree");
    product
        .client()
        .runCommand(sam, channel, "edit", form().put("number", 2).put("text", "Hi, dear Alice!"));
    product.awaitMember("alice", says("Hi, dear Alice!"));

    // A member deletes; staff still see it, marked.
    product.client().delete(alice, product.client().dmChannel(alice), more.path("id").asLong());
    product.awaitStaff(
        channel, message -> says("typo here").test(message) && says("deleted").test(message));

    product.client().runCommand(sam, channel, "close", form().put("reason", "solved"));
    product.awaitMember("alice", says("has been closed"));
    long log = product.sandbox().world().staff().logChannel();
    JsonNode transcript = product.awaitStaff(log, says("solved"));
    assertThat(transcript.path("attachments").get(0).path("filename").asText()).endsWith(".html");
    await().atMost(PATIENCE).until(() -> product.ticketChannels().isEmpty());
    assertThat(product.memberReads("alice")).noneMatch(text -> text.contains("between us"));

    // The next word opens a new ticket that names the former one.
    product.client().sendDm(alice, "one more thing");
    long second = product.awaitTicketChannel(channel);
    JsonNode again = product.awaitStaff(second, says("one more thing"));
    assertThat(again.path("embeds").get(0).toString()).contains("1: #");
  }

  @Test
  void everythingIsFoundAsItWasAfterARestart() {
    long bob = product.person("bob");
    long sam = product.person("sam");
    product.client().sendDm(bob, "before the restart");
    long channel =
        await().atMost(PATIENCE).until(() -> channelWith("before the restart"), id -> id != 0);
    product.stop();
    product.client().sendDm(bob, "while it was down");
    product.client().send(sam, channel, "!r typed while it was down");
    product.startAgain();
    product.awaitStaff(channel, says("while it was down"));
    product.awaitMember("bob", says("typed while it was down"));
    product.client().sendDm(bob, "after the restart");
    product.awaitStaff(channel, says("after the restart"));
    String all = String.join("\n", product.staffRead(channel));
    for (String text : List.of("before the restart", "while it was down", "after the restart")) {
      assertThat(all.split("`#\\d+`\n" + text, -1)).as(text + " in " + all).hasSize(2);
    }
  }

  private static long channelWith(String text) {
    for (long channel : product.ticketChannels()) {
      List<String> read = product.staffRead(channel);
      if (read.stream().anyMatch(one -> one.contains(text))) {
        return channel;
      }
    }
    return 0;
  }
}
