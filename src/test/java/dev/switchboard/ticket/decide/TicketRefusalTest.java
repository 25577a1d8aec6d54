package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a ticket does about a post that Discord refuses. */
class TicketRefusalTest {
  private static final Outcome TOO_LARGE =
      new Outcome.Refused(Outcome.Refusal.TOO_LARGE, "Request entity too large");
  private static final Outcome INVALID =
      new Outcome.Refused(Outcome.Refusal.INVALID, "Invalid Form Body");

  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void open() {
    ticket.writes("first");
  }

  private void shown() {
    ticket.profile();
    ticket.discordDoesAll();
  }

  @Test
  void aPartWhoseFileIsTooLargeGoesAgainWithALinkAndTheOthersDoNot() {
    shown();
    String text = "word ".repeat(500).strip();
    repliesWithFile(text, 90);
    kept(2, 90);
    settle(show(PlannedAction.Target.MEMBER, 0), new Outcome.Sent(501));
    settle(show(PlannedAction.Target.MEMBER, 1), TOO_LARGE);
    assertThat(delivery(2)).isInstanceOf(Entry.Delivery.Planned.class);
    ticket.discordDoesAll();
    List<String> member = ticket.standing(PlannedAction.Target.MEMBER);
    assertThat(member).hasSize(3);
    assertThat(String.join(" ", member).split("word", -1)).hasSize(501);
    assertThat(member.getLast()).contains(link(90));
    assertThat(delivery(2)).isInstanceOf(Entry.Delivery.Delivered.class);
    assertThat(ticket.book().unsent()).isEmpty();
  }

  /** Discord's "done" to the end of a reaction does not tell whether there was one. */
  @Test
  void theEndOfAReactionIsSaidToTheMemberWhereItsBeginningWasAndOnlyThen() {
    shown();
    staffReact("👍", true);
    settle(ticket.oldest(), INVALID);
    ticket.discordDoesAll();
    staffReact("👍", false);
    ticket.discordDoesAll();
    staffReact("👍", true);
    ticket.discordDoesAll();
    staffReact("👍", false);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .filteredOn(text -> text.contains("👍"))
        .satisfiesExactly(
            begun -> assertThat(begun).contains("reacted with"),
            ended -> assertThat(ended).contains("took back"));
  }

  /** Their words are the same, since both are known by their second alone. */
  @Test
  void reactionsToTwoMessagesOfOneSecondThatHaveNoNumberAreEachSaidOnce() {
    shown();
    long first = 1L << 60;
    for (boolean added : new boolean[] {true, true, false, true}) {
      memberReacts(first, added);
      memberReacts(first + 1, added);
    }
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .filteredOn(text -> text.contains("🎈"))
        .extracting(text -> text.contains("reacted with"))
        .containsExactly(true, true, false, false, true, true);
  }

  private void memberReacts(long message, boolean added) {
    ticket.command(new TicketCommand.TakeReaction(message, "🎈", added, ticket.now()));
    ticket.discordDoesAll();
  }

  private void staffReact(String emoji, boolean added) {
    long message = ticket.book().shownOf(1).findFirst().orElseThrow().message();
    ticket.command(new TicketCommand.StaffReaction(message, 2_000, emoji, added, ticket.now()));
  }

  @Test
  void aLateFileTooLargeForTheMemberBecomesALinkInTheTextThatStands() {
    shown();
    repliesWithFile("here", 91);
    ticket.command(new TicketCommand.EndWait(2, ticket.now()));
    ticket.discordDoesAll();
    kept(2, 91);
    settle(show(PlannedAction.Target.MEMBER, -1), TOO_LARGE);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .containsExactly("Welcome!", "**Bob (Moderator)**\nhere\n" + link(91));
    assertThat(delivery(2)).isInstanceOf(Entry.Delivery.Delivered.class);
  }

  @Test
  void aLinkThatTheTextHasNoRoomForFollowsAsAPartOfItsOwn() {
    shown();
    repliesWithFile("x".repeat(1_970), 92);
    ticket.command(new TicketCommand.EndWait(2, ticket.now()));
    ticket.discordDoesAll();
    kept(2, 92);
    settle(show(PlannedAction.Target.MEMBER, -1), TOO_LARGE);
    ticket.discordDoesAll();
    String member = String.join("\n", ticket.standing(PlannedAction.Target.MEMBER));
    assertThat(member.chars().filter(one -> one == 'x').count()).isGreaterThanOrEqualTo(1_970);
    assertThat(member).contains(link(92));
  }

  @Test
  void aLateFileTooLargeForStaffDoesNotShowItsTextTwice() {
    shown();
    ticket.writes("look", attachment(93));
    ticket.command(new TicketCommand.EndWait(2, ticket.now()));
    ticket.discordDoesAll();
    kept(2, 93);
    settle(show(PlannedAction.Target.STAFF, -1), TOO_LARGE);
    ticket.discordDoesAll();
    String staff = String.join("\n", ticket.standing(PlannedAction.Target.STAFF));
    assertThat(staff.split("look", -1)).hasSize(2);
    assertThat(staff).contains(link(93));
  }

  @Test
  void aMessageWhoseOnlyPostIsTooLargeIsShownWithALink() {
    shown();
    ticket.writes("look", attachment(94));
    kept(2, 94);
    settle(show(PlannedAction.Target.STAFF, 0), TOO_LARGE);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .hasSize(2)
        .last()
        .asString()
        .isEqualTo("**Alice** `#2`\nlook\n" + link(94));
  }

  @Test
  void aReplyDeletedWhileItsPostIsRefusedAsTooLargeIsNotSentAgain() {
    shown();
    repliesWithFile("oops", 95);
    kept(2, 95);
    TicketEvent.Planned post = show(PlannedAction.Target.MEMBER, 0);
    ticket.command(new TicketCommand.DeleteReply(700, TicketFixture.BOB, 2, false, ticket.now()));
    settle(post, TOO_LARGE);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).containsExactly("Welcome!");
    ticket.replies("next");
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).endsWith("**Bob (Moderator)**\nnext");
    ticket.command(new TicketCommand.Close(701, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aHeadThatIsRefusedIsShownWithWhatFollows() {
    ticket.profile();
    settleChannel();
    settle(show(PlannedAction.Target.STAFF, 0), INVALID);
    ticket.writes("second");
    ticket.discordDoesAll();
    List<PlannedAction.Show> heads = heads();
    assertThat(heads).hasSize(2);
    assertThat(heads.getLast().draft().embeds().getFirst().title()).contains("Ticket #7");
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("`#1` could not be shown", "second");
  }

  @Test
  void aHeadThatIsRefusedWhateverItCarriesIsGivenUpAndTheTalkGoesOn() {
    ticket.profile();
    settleChannel();
    settle(show(PlannedAction.Target.STAFF, 0), INVALID);
    settle(show(PlannedAction.Target.STAFF, 0), INVALID);
    ticket.writes("second");
    ticket.discordDoesAll();
    assertThat(heads()).hasSize(2);
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("The head of this channel could not be shown", "second");
  }

  @Test
  void staffReadWhyAChannelCouldNotBeMade() {
    TicketFixture logged = new TicketFixture(TicketFixture.rules(OptionalLong.of(4_000), ""));
    logged.writes("hi");
    logged.profile();
    Outcome refused =
        new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "everybody would see the channel");
    for (int time = 0; time < 3; time++) {
      logged.settles(channel(logged), refused);
      logged.pass(Planner.RETRY_AFTER);
      logged.command(new TicketCommand.Tick(logged.now()));
    }
    assertThat(logged.planned(PlannedAction.Target.LOG))
        .singleElement()
        .satisfies(show ->
            assertThat(show.draft().content()).contains("#7", "everybody would see the channel"));
    logged.discordDoesAll();
    assertThat(String.join("\n", logged.standing(PlannedAction.Target.STAFF)))
        .containsOnlyOnce("everybody would see the channel");
    assertThat(logged.book().logged()).as("a transcript may still follow").isFalse();
  }

  @Test
  void aChannelThatWasRefusedIsAskedForAsSoonAsTheRefusalMayBeOver() {
    for (Outcome.Refusal reason : List.of(Outcome.Refusal.FORBIDDEN, Outcome.Refusal.GUILD_FULL)) {
      TicketFixture waiting = new TicketFixture();
      waiting.writes("hi");
      waiting.settles(channel(waiting), new Outcome.Refused(reason, "no"));
      waiting.command(new TicketCommand.Tick(waiting.now()));
      assertThat(asksForChannel(waiting)).isFalse();

      waiting.command(new TicketCommand.SeekChannel(waiting.now()));
      assertThat(asksForChannel(waiting)).isTrue();
      waiting.journal().clear();
      waiting.command(new TicketCommand.SeekChannel(waiting.now()));
      assertThat(waiting.journal()).as("one at a time").isEmpty();

      waiting.profile();
      waiting.discordDoesAll();
      assertThat(waiting.book().place()).isInstanceOf(Place.Channel.class);
      waiting.journal().clear();
      waiting.command(new TicketCommand.SeekChannel(waiting.now()));
      assertThat(waiting.journal()).as("it has one").isEmpty();
    }
  }

  private static boolean asksForChannel(TicketFixture ticket) {
    return ticket.book().pending().stream()
        .anyMatch(planned -> planned.deed() instanceof PlannedAction.OpenChannel);
  }

  @Test
  void aReplyThatTakesLongIsShownAsUnderWay() {
    shown();
    ticket.replies("word ".repeat(700).strip());
    ticket.command(new TicketCommand.Tick(ticket.now()));
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .noneMatch(text -> text.contains("word"));

    ticket.pass(SystemSide.REPLY_PATIENCE.plusSeconds(1));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    while (pendingAtStaff().isPresent()) {
      settle(pendingAtStaff().get(), ticket.success(pendingAtStaff().get().deed()));
    }
    assertThat(staff()).containsOnlyOnce("**not delivered yet**");
    assertThat(staff().split("word", -1)).hasSize(701);

    String long40 = "a long reason ".repeat(40);
    settle(
        show(PlannedAction.Target.MEMBER, 0), new Outcome.Refused(Outcome.Refusal.FAILING, long40));
    ticket.discordDoesAll();
    assertThat(staff()).doesNotContain("not delivered yet").containsOnlyOnce("**not sent**");
    assertThat(staff().split("word", -1)).hasSize(701);
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .allMatch(text -> text.length() <= 2_000);
  }

  private String staff() {
    return String.join("\n", ticket.standing(PlannedAction.Target.STAFF));
  }

  private Optional<TicketEvent.Planned> pendingAtStaff() {
    return ticket.book().pending().stream()
        .filter(planned ->
            !(planned.deed() instanceof PlannedAction.Show show
                && show.target() == PlannedAction.Target.MEMBER))
        .findFirst();
  }

  private static TicketEvent.Planned channel(TicketFixture ticket) {
    return ticket.book().pending().stream()
        .filter(planned -> planned.deed() instanceof PlannedAction.OpenChannel)
        .findFirst()
        .orElseThrow();
  }

  private void settleChannel() {
    settle(channel(ticket), new Outcome.Sent(TicketFixture.CHANNEL));
  }

  private List<PlannedAction.Show> heads() {
    return ticket
        .planned(PlannedAction.Target.STAFF)
        .filter(show -> show.purpose() == PlannedAction.Purpose.HEADER)
        .toList();
  }

  private void repliesWithFile(String text, long file) {
    Content content = new Content(text, List.of(attachment(file)), List.of(), 0);
    ticket.command(
        new TicketCommand.Reply(
            600 + file, TicketFixture.BOB, content, false, false, ticket.now()));
  }

  private static Attachment attachment(long id) {
    return new Attachment(id, "a.png", 100, "http://x/a.png", "image/png");
  }

  private void kept(int number, long id) {
    ticket.command(new TicketCommand.FileStored(number, id, file(id), ticket.now()));
  }

  private static StoredFile file(long id) {
    return new StoredFile(Long.toString(id).repeat(32), "a.png", 100, "image/png");
  }

  private static String link(long id) {
    return "📎 [a.png](<https://files.example/%s>) (100 bytes)".formatted(file(id).key());
  }

  private TicketEvent.Planned show(PlannedAction.Target target, int part) {
    return ticket.book().pending().stream()
        .filter(planned ->
            planned.deed() instanceof PlannedAction.Show show
                && show.target() == target
                && show.part() == part
                && (target == PlannedAction.Target.STAFF || !show.numbers().isEmpty()))
        .findFirst()
        .orElseThrow();
  }

  private void settle(TicketEvent.Planned post, Outcome outcome) {
    ticket.settles(post, outcome);
  }

  private Entry.Delivery delivery(int number) {
    return ticket.book().entry(number).orElseThrow().delivery();
  }
}
