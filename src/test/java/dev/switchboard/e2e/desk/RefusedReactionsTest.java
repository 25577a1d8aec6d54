package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.OpenTicket.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.StartedProduct;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reactions that Discord does not show on the other side are said in words, both ways. */
class RefusedReactionsTest {
  @RegisterExtension static final StartedProduct STARTED = StartedProduct.asUsual();

  private static final String ADDED = "PUT .*/reactions/";
  private static final String ALL = "(PUT|DELETE) .*/reactions/";

  private static void react(OpenTicket ticket, JsonNode message, String emoji) {
    ticket.client().react(ticket.member(), ticket.dm(), message.path("id").asLong(), emoji);
  }

  private static void unreact(OpenTicket ticket, JsonNode message, String emoji) {
    ticket.client().unreact(ticket.member(), ticket.dm(), message.path("id").asLong(), emoji);
  }

  private static void staffReact(OpenTicket ticket, JsonNode message, String emoji) {
    ticket.client().react(ticket.sam(), ticket.channel(), message.path("id").asLong(), emoji);
  }

  private static void staffUnreact(OpenTicket ticket, JsonNode message, String emoji) {
    ticket.client().unreact(ticket.sam(), ticket.channel(), message.path("id").asLong(), emoji);
  }

  /** An emoji of a foreign guild; too many on the message; the member has blocked the bot. */
  @ParameterizedTest
  @CsvSource({"400,10014", "403,30010", "403,90001"})
  void whatIsRefusedIsSaidAndSoIsItsEnd(int status, int code) {
    OpenTicket ticket = STARTED.ticketOf("reactor" + code);
    JsonNode theirs = ticket.client().sendDm(ticket.member(), "n1");
    JsonNode shown = ticket.awaitStaff(says("n1"));
    STARTED.refuse(ADDED, status, code, "");

    react(ticket, theirs, "👍");
    ticket.awaitStaff(says("reacted with 👍 to `#2`"));
    unreact(ticket, theirs, "👍");
    ticket.awaitStaff(says("took back the reaction 👍 to `#2`"));
    react(ticket, theirs, "👍");
    unreact(ticket, theirs, "👍");
    ticket.awaitStaffRead(
        "reacted|took back", List.of("reacted", "took back", "reacted", "took back"));

    staffReact(ticket, shown, "🎉");
    ticket.awaitMember(says("reacted with 🎉 to:\n> n1"));
    staffUnreact(ticket, shown, "🎉");
    ticket.awaitMember(says("took back the reaction 🎉 to:\n> n1"));
    assertThat(words(ticket.memberSees(), "reacted|took back"))
        .containsExactly("reacted", "took back");
  }

  @Test
  void anEmojiOfAGuildIsSaidByItsName() {
    OpenTicket ticket = STARTED.ticketOf("decorator");
    JsonNode theirs = ticket.client().sendDm(ticket.member(), "o1");
    JsonNode shown = ticket.awaitStaff(says("o1"));
    STARTED.refuse(ALL, 400, 10014, "");

    react(ticket, theirs, "party_cat:123456789012345678");
    ticket.awaitStaff(says("reacted with `:party_cat:` to `#2`"));
    staffReact(ticket, shown, "blob:223456789012345678");
    ticket.awaitMember(says("reacted with `:blob:` to:\n> o1"));
    unreact(ticket, theirs, "party_cat:123456789012345678");
    ticket.awaitStaff(says("took back the reaction `:party_cat:` to `#2`"));
    staffUnreact(ticket, shown, "blob:223456789012345678");
    ticket.awaitMember(says("took back the reaction `:blob:` to:\n> o1"));
  }

  @Test
  void aReactionToAReplyIsSaidBothWays() {
    OpenTicket ticket = STARTED.ticketOf("praiser");
    ticket.reply("p1 solved");
    JsonNode answer = ticket.awaitMember(says("p1 solved"));
    JsonNode copy = ticket.awaitStaff(says("p1 solved").and(says("sent")));
    int number = ticket.number("p1 solved");
    STARTED.refuse(ADDED, 403, 30010, "");

    react(ticket, answer, "❤️");
    ticket.awaitStaff(says("reacted with ❤️ to `#" + number + "`"));
    staffReact(ticket, copy, "✅");
    ticket.awaitMember(says("reacted with ✅ to:\n> p1 solved"));
  }

  @Test
  void whatHasNoNumberIsSaidOnceForEachMessage() {
    OpenTicket ticket = STARTED.ticketOf("admirer");
    JsonNode greeting = ticket.awaitMember(says("Thank you"));
    ticket.write("q1");
    JsonNode shown = ticket.awaitStaff(says("q1"));
    STARTED.refuse(ADDED, 400, 10014, "");
    staffReact(ticket, shown, "🎉");
    JsonNode notice = ticket.awaitMember(says("reacted with 🎉"));

    react(ticket, greeting, "❤️");
    ticket.awaitStaff(says("reacted with ❤️"));
    unreact(ticket, greeting, "❤️");
    ticket.awaitStaff(says("took back the reaction ❤️"));
    react(ticket, greeting, "❤️");
    react(ticket, notice, "❤️");
    ticket.awaitStaffRead(
        "reacted with ❤️|took back",
        List.of("reacted with ❤️", "took back", "reacted with ❤️", "reacted with ❤️"));
  }

  @Test
  void whatIsTakenBackWhileItIsUnderWayIsNotLeftStanding() {
    OpenTicket ticket = STARTED.ticketOf("hasty");
    JsonNode theirs = ticket.client().sendDm(ticket.member(), "r1");
    ticket.awaitStaff(says("r1"));
    STARTED.refuse(ADDED, 400, 10014, "");

    react(ticket, theirs, "👀");
    unreact(ticket, theirs, "👀");

    ticket.awaitStaffRead("reacted|took back", List.of("reacted", "took back"));
  }
}
