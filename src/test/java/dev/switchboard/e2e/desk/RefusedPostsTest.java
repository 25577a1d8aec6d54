package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.bytes;
import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.OpenTicket.words;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static dev.switchboard.e2e.stage.StartedProduct.PATCHES;
import static dev.switchboard.e2e.stage.StartedProduct.POSTS;
import static dev.switchboard.e2e.stage.StartedProduct.postsTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.StartedProduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Discord refuses of a message does not take anything else with it. */
class RefusedPostsTest {
  @RegisterExtension static final StartedProduct STARTED = StartedProduct.asUsual();

  @Test
  void oneRefusedLinkOfABurstIsShownDefusedAndTheOthersAsTheyAre() {
    OpenTicket ticket = STARTED.ticketOf("linker");
    STARTED.refuse(POSTS, 400, 240000, "evil\\.example");

    ticket.write("b1", "b2", "b3 see https://evil.example/x", "b4", "b5", "b6");

    ticket.awaitStaffRead("\\bb\\d\\b", List.of("b1", "b2", "b3", "b4", "b5", "b6"));
    assertThat(ticket.awaitStaff(says("b3")).path("content").asText())
        .contains("`#4`", "https[:]//evil[.]example/x");
  }

  @Test
  void twoRefusedTextsOfABurstAreInFilesAtTheirPlaces() {
    OpenTicket ticket = STARTED.ticketOf("swearer");
    STARTED.refuse(POSTS, 400, 200000, "\"content\":\"[^\"]*darn");

    ticket.write("c1", "c2 darn", "c3", "c4", "c5 darn", "c6", "c7");

    ticket.awaitStaffRead(
        "\\bc\\d\\b|`#[36]`", List.of("c1", "`#3`", "c3", "c4", "`#6`", "c6", "c7"));
    JsonNode second = ticket.awaitStaff(says("`#3`"));
    assertThat(second.path("content").asText()).contains("Discord refused this text", "200000");
    String text = new String(bytes(second.path("attachments").path(0).path("url").asText()), UTF_8);
    assertThat(text).contains("c2 darn");
  }

  @Test
  void aTextRefusedInEveryFormIsNamedAtItsPlace() {
    OpenTicket ticket = STARTED.ticketOf("unspeakable");
    STARTED.refuse(POSTS, 400, 50035, "xyzzy");

    STARTED.collectWhatComes();
    ticket.write("d0", "d1", "d2", "d3 xyzzy");
    ticket.write("d4");

    String instead = "Discord refused this text";
    ticket.awaitStaffRead("\\bd\\d\\b|" + instead, List.of("d0", "d1", "d2", instead, "d4"));
    assertThat(ticket.awaitStaff(says(instead)).path("content").asText())
        .contains("`#" + (ticket.number("d2") + 1) + "`")
        .contains("It can be read in the history of the ticket");
    // Its number still works.
    STARTED
        .client()
        .runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "ok"));
    ticket.awaitMember(says("ok"));
  }

  @Test
  void aFirstMessageThatIsRefusedDoesNotTakeTheHeadWithIt() {
    STARTED.refuse(POSTS, 400, 240000, "worse\\.example");
    long member =
        STARTED
            .client()
            .createUser(
                "beginner",
                Duration.ofDays(100),
                STARTED.product().sandbox().world().communityGuild());
    STARTED.client().sendDm(member, "e1 http://worse.example");
    STARTED.client().sendDm(member, "e2");
    long channel = OpenTicket.awaitChannel(STARTED.product(), member, 0);

    STARTED.product().awaitStaff(channel, says("e2"));
    List<JsonNode> seen = STARTED.product().staffSee(channel);
    assertThat(words(seen, "\\be\\d\\b")).containsExactly("e1", "e2");
    assertThat(seen.getFirst().path("embeds").path(0).path("title").asText()).contains("beginner");
    assertThat(seen.getFirst().path("content").asText()).contains("http[:]//worse[.]example");
  }

  @Test
  void aHeadThatIsRefusedDoesNotTakeTheFirstMessageWithIt() {
    STARTED.refuse(POSTS, 400, 50035, "\"title\":\"Ticket #\\d+: unnameable");
    long member =
        STARTED
            .client()
            .createUser(
                "unnameable",
                Duration.ofDays(100),
                STARTED.product().sandbox().world().communityGuild());
    STARTED.client().sendDm(member, "f1");
    long channel = OpenTicket.awaitChannel(STARTED.product(), member, 0);

    STARTED.product().awaitStaff(channel, says("f1"));
    STARTED.product().awaitStaff(channel, says("The head of this channel could not be shown"));
    STARTED.client().sendDm(member, "f2");
    STARTED.product().awaitStaff(channel, says("f2"));
  }

  @Test
  void anEditThatIsRefusedLeavesTheOthersOfItsPostAlone() {
    OpenTicket ticket = STARTED.ticketOf("editor");
    List<JsonNode> sent = new ArrayList<>();
    STARTED.collectWhatComes();
    for (String text : List.of("g1", "g2", "g3", "g4")) {
      sent.add(STARTED.client().sendDm(ticket.member(), text));
    }
    ticket.awaitStaffRead("\\bg\\d\\b", List.of("g1", "g2", "g3", "g4"));
    String together = ticket.awaitStaff(says("g3")).path("content").asText();
    assertThat(together).contains("g2", "g3", "g4");
    STARTED.refuse(PATCHES + "|" + POSTS, 400, 240000, "wicked\\.example");

    edit(ticket, sent.get(2), "h3 https://wicked.example");
    ticket.awaitStaff(says("`#4` says now").and(says("https[:]//wicked[.]example")));
    edit(ticket, sent.get(1), "h2 good");
    edit(ticket, sent.get(3), "h4 good");

    JsonNode after = ticket.awaitStaff(says("h2 good").and(says("h4 good")));
    assertThat(after.path("content").asText()).contains("g3").doesNotContain("h3");
  }

  private static void edit(OpenTicket ticket, JsonNode message, String text) {
    STARTED.client().edit(ticket.member(), ticket.dm(), message.path("id").asLong(), text);
  }

  @Test
  void aReplyThatIsRefusedIsVisiblyNotSentAndTheNextOneIs() {
    OpenTicket ticket = STARTED.ticketOf("filtered");
    STARTED.refuse(postsTo(ticket.dm()), 400, 240000, "nasty\\.example");

    ticket.reply("i1 https://nasty.example");
    ticket.reply("i2");

    ticket.awaitMember(says("i2"));
    assertThat(words(ticket.memberSees(), "\\bi\\d\\b")).containsExactly("i2");
    // Its heading says "under way" until then.
    JsonNode copy = ticket.awaitStaff(says("i1").and(says("**not sent**")));
    assertThat(copy.path("content").asText()).contains("240000");
  }

  @Test
  void aReferenceThatIsRefusedIsLeftOut() {
    OpenTicket ticket = STARTED.ticketOf("answered");
    ticket.write("l1 question", "l2 question");
    ObjectNode errors = form().put("code", 50035).put("message", "Invalid Form Body");
    errors
        .putObject("errors")
        .putObject("message_reference")
        .putArray("_errors")
        .addObject()
        .put("code", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE");
    STARTED
        .client()
        .script(POSTS, 400, errors, form().put("body", "message_reference").put("count", 1));

    answer(ticket, "l1 question", "m1");
    ticket.awaitMember(says("m1"));
    STARTED.refuse(POSTS, 404, 10008, "message_reference");
    answer(ticket, "l2 question", "m2");
    ticket.awaitMember(says("m2"));
    ticket.awaitStaff(says("m2").and(says("· sent")));
  }

  private static void answer(OpenTicket ticket, String to, String text) {
    JsonNode shown = ticket.awaitStaff(says(to));
    ObjectNode answer = form().put("content", "!reply " + text);
    answer.putObject("message_reference").put("message_id", shown.path("id").asText());
    STARTED.client().send(ticket.sam(), ticket.channel(), answer);
  }
}
