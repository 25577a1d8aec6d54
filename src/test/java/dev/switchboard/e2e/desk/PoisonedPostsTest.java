package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.StartedProduct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Discord fails on for ever holds up nothing else, and staff see how it stands. */
class PoisonedPostsTest {
  /** A tenth of the usual: how long Discord may fail on one post is in proportion to it. */
  @RegisterExtension
  static final StartedProduct STARTED =
      StartedProduct.with(Map.of("switchboard.discord.longest-pause", "3s"));

  private static void failOn(String body) {
    STARTED
        .client()
        .script(StartedProduct.POSTS, 500, form().put("code", 0), form().put("body", body));
  }

  /** All at once, since each takes as long as it takes to tell a post's fault from an outage. */
  @Test
  void aPostOnWhichDiscordFailsIsShownOtherwiseAndWhatIsBehindItGoesOn() {
    OpenTicket file = STARTED.ticketOf("sender");
    OpenTicket text = STARTED.ticketOf("writer");
    OpenTicket reply = STARTED.ticketOf("reader");
    failOn("filename=\"1e1000\"");
    failOn("poisonous words");
    failOn("poisonous reply");

    STARTED
        .client()
        .sendDm(
            file.member(), form().put("content", "f1 look"), Map.of("1e1000", new byte[] {1, 2}));
    STARTED.client().sendDm(file.member(), "f2");
    STARTED.client().sendDm(text.member(), "t1");
    STARTED.client().sendDm(text.member(), "t2 poisonous words");
    STARTED.client().sendDm(text.member(), "t3");
    reply.reply("r1 poisonous reply");
    reply.reply("r2");

    file.awaitStaff(says("f2"));
    JsonNode shown = file.awaitStaff(says("f1 look"));
    assertThat(shown.path("attachments")).isEmpty();
    assertThat(shown.path("content").asText()).contains("1e1000");
    assertOrder(file.staffSee(), "f1 look", "f2");

    text.awaitStaff(says("t3"));
    assertOrder(text.staffSee(), "t1", "It can be read in the history", "t3");
    assertThat(STARTED.product().staffRead(text.channel()))
        .noneMatch(one -> one.contains("poisonous"));

    reply.awaitMember(says("r2"));
    reply.awaitStaff(says("r1 poisonous reply").negate().and(says("r2")).and(says("sent")));
    assertThat(reply.memberSees()).noneMatch(says("r1"));
  }

  private static void assertOrder(List<JsonNode> seen, String... words) {
    String all = String.join("\n", seen.stream().map(one -> one.path("content").asText()).toList());
    assertThat(all).containsSubsequence(words);
    for (String word : words) {
      assertThat(all).containsOnlyOnce(word);
    }
  }

  @Test
  void aReplyThatDoesNotComeToTheMemberIsShownAsUnderWayUntilItHasCome() {
    OpenTicket ticket = STARTED.ticketOf("distant");
    STARTED
        .client()
        .fault(
            form()
                .put("kind", "answer")
                .put("route", "/channels/" + ticket.dm() + "/messages")
                .put("status", 502)
                .put("text", "<html>502 Bad Gateway</html>")
                .put("count", 1_000_000));
    ticket.reply("s1");

    JsonNode held = ticket.awaitStaff(says("s1").and(says("**not delivered yet**")));
    assertThat(ticket.memberSees()).noneMatch(says("s1"));
    // Others are served meanwhile.
    STARTED.ticketOf("near");

    STARTED.client().clearFaults();
    JsonNode sent = ticket.awaitStaff(says("s1").and(says("· sent")));
    assertThat(sent.path("id")).isEqualTo(held.path("id"));
    assertThat(ticket.memberSees().stream().filter(says("s1"))).hasSize(1);
    assertThat(ticket.staffSee().stream().filter(says("s1"))).hasSize(1);
  }
}
