package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.show.Rendering;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits and deletions where a post holds more than one message, or is long or old. */
class TicketChangeTest {
  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void open() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
  }

  @Test
  void aDeletionOfAnOldMessageLeavesItsNeighboursReadable() {
    List<Long> messages = oldNeighbours();
    ticket.command(new TicketCommand.TakeDelete(messages.get(1), ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .contains("**Alice** `#3`\nleft\n**Alice** `#4`\nmiddle\n**Alice** `#5`\nright")
        .last()
        .asString()
        .isEqualTo("⚙️ `#211` · `#4` was **deleted**.");
  }

  @Test
  void anEditOfAnOldMessageIsSaidAndLeavesItsNeighboursReadable() {
    List<Long> messages = oldNeighbours();
    ticket.command(
        new TicketCommand.TakeEdit(
            messages.get(1), Content.of("centre"), ticket.now().plusSeconds(1)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .contains("**Alice** `#3`\nleft\n**Alice** `#4`\nmiddle\n**Alice** `#5`\nright")
        .last()
        .asString()
        .isEqualTo("⚙️ `#211` · `#4` says now:\ncentre");
  }

  @Test
  void anOldReplyIsEditedAndDeletedAtTheMember() {
    ticket.replies("old words");
    ticket.discordDoesAll();
    manyMore();
    String copy = "🛡️ **Bob** (Moderator) replied `#2` · sent\nold words";
    ticket.command(
        new TicketCommand.EditReply(
            800, TicketFixture.BOB, 2, "new words", false, ticket.now().plusSeconds(1)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .contains("**Bob (Moderator)**\nnew words");
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .contains(copy)
        .anyMatch(post -> post.endsWith(" · `#2` says now:\nnew words"));
    ticket.command(
        new TicketCommand.DeleteReply(
            801, TicketFixture.BOB, 2, false, ticket.now().plusSeconds(2)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).containsExactly("Welcome!");
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .contains(copy)
        .anyMatch(post -> post.endsWith(" · `#2` was **deleted**."));
  }

  @Test
  void aReplyThatStaffHaveNotBeenShownKeepsItsWordsHoweverOldItIs() {
    ticket.writes("holds the staff's side up");
    ticket.replies("old words");
    ticket.book().pending().stream()
        .filter(planned ->
            planned.deed() instanceof PlannedAction.Show show
                && show.target() == PlannedAction.Target.MEMBER)
        .toList()
        .forEach(planned -> ticket.settles(planned, ticket.success(planned.deed())));
    for (int more = 0; more < Conversation.KEPT_TEXTS + 5; more++) {
      ticket.writes("m" + more);
    }
    ticket.discordDoesAll();
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("replied `#3` · sent\nold words");
  }

  @Test
  void aFullPostHasRoomForTheMarksOfItsMessages() {
    ticket.writes("holds the staff's side up");
    List<Long> messages =
        List.of(
            ticket.writes("a".repeat(930)),
            ticket.writes("b".repeat(930)),
            ticket.writes("c".repeat(60)));
    ticket.discordDoesAll();
    for (long message : messages) {
      ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    }
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .allSatisfy(look -> assertThat(look.length()).isLessThanOrEqualTo(Rendering.CONTENT));
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)).split("deleted", -1))
        .hasSize(4);
  }

  @Test
  void aDeletionOfAMessageThatFillsItsPostLosesNoneOfItsWords() {
    long message = ticket.writes("x".repeat(1_975));
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    ticket.discordDoesAll();
    String staff = String.join("", ticket.standing(PlannedAction.Target.STAFF));
    assertThat(staff).contains("deleted");
    assertThat(staff.chars().filter(one -> one == 'x').count()).isEqualTo(1_975);
  }

  @Test
  void aLongFirstMessageLosesNoWordBetweenTheHeadAndWhatFollows() {
    for (int length = 1_900; length < 1_990; length++) {
      TicketFixture fresh = new TicketFixture();
      String text = "x".repeat(length) + " word".repeat(40);
      fresh.writes(text);
      fresh.profile();
      fresh.discordDoesAll();
      String staff = String.join("\n", fresh.standing(PlannedAction.Target.STAFF));
      assertThat(staff.split("word", -1)).as("%d characters", length).hasSize(41);
      assertThat(staff.chars().filter(one -> one == 'x').count()).isEqualTo(length);
    }
  }

  /** Three messages that share a post, and then more than a ticket keeps the words of. */
  private List<Long> oldNeighbours() {
    ticket.writes("holds the staff's side up");
    List<Long> messages =
        List.of(ticket.writes("left"), ticket.writes("middle"), ticket.writes("right"));
    ticket.discordDoesAll();
    manyMore();
    return messages;
  }

  private void manyMore() {
    for (int more = 0; more < Conversation.KEPT_TEXTS + 5; more++) {
      ticket.writes("m" + more);
    }
    ticket.discordDoesAll();
  }
}
