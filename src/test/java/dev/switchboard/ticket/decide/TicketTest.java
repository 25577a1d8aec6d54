package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketTest {
  private final TicketFixture ticket = new TicketFixture();

  /** A stored event may be taken again after a kill. */
  @Test
  void aChangeOfMembershipThatComesAgainIsSaidOnce() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    Instant at = ticket.now();
    ticket.command(new TicketCommand.MembershipChanged(71, TicketCommand.Membership.LEFT, at));
    ticket.command(
        new TicketCommand.MembershipChanged(71, TicketCommand.Membership.LEFT, at.plusSeconds(9)));
    ticket.command(
        new TicketCommand.MembershipChanged(72, TicketCommand.Membership.BACK, at.plusSeconds(10)));
    ticket.command(
        new TicketCommand.MembershipChanged(73, TicketCommand.Membership.LEFT, at.plusSeconds(11)));
    ticket.discordDoesAll();
    String shown = String.join("\n", ticket.standing(PlannedAction.Target.STAFF));
    assertThat(shown.split("left the community", -1)).hasSize(1 + 2);
    assertThat(shown.split("back in the community", -1)).hasSize(1 + 1);
  }

  @Test
  void aFirstMessageOpensAChannelAndWelcomesTheMember() {
    ticket.writes("help me");
    assertThat(ticket.under())
        .hasSize(2)
        .anySatisfy(plannedAction ->
            assertThat(plannedAction).isInstanceOf(PlannedAction.OpenChannel.class))
        .anySatisfy(plannedAction ->
            assertThat(plannedAction)
                .isInstanceOfSatisfying(
                    PlannedAction.Show.class,
                    show -> {
                      assertThat(show.purpose()).isEqualTo(PlannedAction.Purpose.WELCOME);
                      assertThat(show.draft().content()).isEqualTo("Welcome!");
                    }));
    ticket.profile();
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .containsExactly("@here\n**Alice** `#1`\nhelp me");
    PlannedAction.Show head = ticket.planned(PlannedAction.Target.STAFF).findFirst().orElseThrow();
    assertThat(head.draft().embeds()).hasSize(1);
    assertThat(head.draft().embeds().getFirst().fields())
        .extracting(Draft.Field::name)
        .containsExactly("Account created", "Joined", "Nickname", "Roles", "Former tickets");
  }

  @Test
  void aMessageSeenTwiceIsShownOnce() {
    long message = ticket.writes("once");
    ticket.profile();
    ticket.discordDoesAll();
    TicketReply reply =
        ticket.command(
            new TicketCommand.TakeMessage(
                TicketFixture.ALICE, message, Content.of("once"), ticket.now()));
    assertThat(reply).isEqualTo(new TicketReply.Taken(1));
    assertThat(ticket.book().pending()).isEmpty();
  }

  @Test
  void fastMessagesShareAPostWhileOneIsUnderWay() {
    ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.writes("two");
    ticket.writes("three");
    ticket.writes("four");
    assertThat(ticket.under()).hasSize(1);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .endsWith("**Alice** `#2`\ntwo", "**Alice** `#3`\nthree\n**Alice** `#4`\nfour");
  }

  @Test
  void aLongMessageIsSplitAndNothingOfItIsLost() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    String text = "word ".repeat(780).strip();
    ticket.writes(text);
    ticket.writes("after");
    ticket.discordDoesAll();
    List<String> standing = ticket.standing(PlannedAction.Target.STAFF);
    assertThat(standing).allSatisfy(look -> assertThat(look.length()).isLessThanOrEqualTo(2_000));
    String together = String.join("\n", standing.subList(1, standing.size() - 1));
    assertThat(together.split("word", -1)).hasSize(781);
    assertThat(standing.getLast()).isEqualTo("**Alice** `#3`\nafter");
  }

  @Test
  void aReplyReachesTheMemberBeforeStaffAreToldThatItDid() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    long source = ticket.replies("hello");
    assertThat(ticket.under())
        .hasSize(2)
        .anySatisfy(plannedAction ->
            assertThat(plannedAction).isEqualTo(new PlannedAction.RemoveSource(source)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).endsWith("**Bob (Moderator)**\nhello");
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .endsWith("🛡️ **Bob** (Moderator) replied `#2` · sent\nhello");
  }

  @Test
  void aRefusedReplyIsShownAsNotSent() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("hello");
    TicketEvent.Planned reply =
        ticket.book().pending().stream()
            .filter(planned -> planned.deed() instanceof PlannedAction.Show)
            .findFirst()
            .orElseThrow();
    ticket.settles(reply, new Outcome.Refused(Outcome.Refusal.DM_CLOSED, "Cannot send"));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .isEqualTo(
            "🛡️ **Bob** (Moderator) replied `#2` · **not sent**: the member takes no direct"
                + " messages from the bot\n"
                + "hello");
  }

  @Test
  void anEditShowsTheNewTextInPlaceWithTheFormerBesideIt() {
    long message = ticket.writes("frist");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.pass(Duration.ofSeconds(1));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("first"), ticket.now()));
    PlannedAction.Amend amend = (PlannedAction.Amend) ticket.under().getFirst();
    assertThat(amend.draft().content()).isEqualTo("@here\n**Alice** `#1` · **edited**\nfirst");
    assertThat(amend.draft().embeds()).extracting(Draft.Embed::description).contains("frist");
    ticket.discordDoesAll();
    assertThat(ticket.book().pending()).isEmpty();
  }

  @Test
  void anEditOfAMessageWhosePostIsUnderWayFollowsIt() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    long message = ticket.writes("secnod");
    ticket.pass(Duration.ofSeconds(1));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("second"), ticket.now()));
    assertThat(ticket.under()).hasSize(1).first().isInstanceOf(PlannedAction.Show.class);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .endsWith("**Alice** `#2` · **edited**\nsecond");
  }

  @Test
  void anEditTooLongForItsPlaceIsSaidAgain() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.writes("a");
    ticket.discordDoesAll();
    long message = ticket.writes("short");
    ticket.discordDoesAll();
    ticket.pass(Duration.ofSeconds(1));
    String text = "x".repeat(2_500);
    ticket.command(new TicketCommand.TakeEdit(message, Content.of(text), ticket.now()));
    ticket.discordDoesAll();
    List<String> standing = ticket.standing(PlannedAction.Target.STAFF);
    assertThat(standing).contains("**Alice** `#3` · **edited**, see `#4`\nshort");
    String after = String.join("", standing.subList(3, standing.size()));
    assertThat(after.chars().filter(one -> one == 'x').count()).isEqualTo(2_500);
  }

  @Test
  void anOldEditThatComesLateChangesNothing() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("three"), ticket.now().plusSeconds(2)));
    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("two"), ticket.now().plusSeconds(1)));
    assertThat(ticket.book().entry(1).orElseThrow().content().text()).isEqualTo("three");
  }

  @Test
  void ofTwoEditsAtOneTimeTheLaterOneCounts() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("two"), ticket.now()));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("three"), ticket.now()));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("three"), ticket.now()));
    assertThat(ticket.book().entry(1).orElseThrow().content().text()).isEqualTo("three");
    assertThat(ticket.book().entry(1).orElseThrow().former()).hasSize(2);
  }

  @Test
  void anEditThatComesAgainWhenItsTextIsNotKeptIsNotSaidAgain() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    Instant edited = ticket.now();
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("two"), edited));
    ticket.discordDoesAll();
    for (int i = 0; i < 250; i++) {
      ticket.writes("more " + i);
      ticket.discordDoesAll();
    }
    assertThat(ticket.book().entry(1).filter(entry -> !entry.trimmed())).isEmpty();
    int said = ticket.standing(PlannedAction.Target.STAFF).size();
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("two"), edited));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF)).hasSize(said);
  }

  @Test
  void aDeletedMessageStaysReadableForStaff() {
    long message = ticket.writes("secret");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .containsExactly("@here\n**Alice** `#1` · **deleted**\nsecret");
  }

  @Test
  void aDeletedReplyGoesAtTheMemberAndKeepsItsNumber() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("oops");
    ticket.discordDoesAll();
    TicketReply reply =
        ticket.command(
            new TicketCommand.DeleteReply(55, TicketFixture.BOB, 2, false, ticket.now()));
    assertThat(reply).isEqualTo(new TicketReply.Taken(2));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).containsExactly("Welcome!");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("`#2`", "deleted", "oops");
    ticket.replies("next");
    assertThat(ticket.book().entry(3).orElseThrow().content().text()).isEqualTo("next");
  }

  @Test
  void staffEditAReplyOnBothSides() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("helo");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.EditReply(
            56, TicketFixture.BOB, 2, "hello", false, ticket.now().plusSeconds(1)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).endsWith("**Bob (Moderator)**\nhello");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast()).endsWith("hello");
  }

  @Test
  void aReplyIsNotEditedIntoOneThatNobodySees() {
    ticket.writes("hi");
    ticket.replies("hello");
    ticket.discordDoesAll();
    for (String unseen : List.of("\u200b", "\u3164", "\u2060\ufe0f")) {
      assertThat(
              ticket.command(
                  new TicketCommand.EditReply(
                      57, TicketFixture.BOB, 2, unseen, false, ticket.now())))
          .isEqualTo(new TicketReply.Refused(TicketReply.Reason.EMPTY_MESSAGE));
      assertThat(
              ticket.command(
                  new TicketCommand.Reply(
                      58, TicketFixture.BOB, Content.of(unseen), true, false, ticket.now())))
          .isEqualTo(new TicketReply.Refused(TicketReply.Reason.EMPTY_MESSAGE));
    }
  }

  /** The desk counts the source of a remark on an edit down from the highest number. */
  @Test
  void aRemarkOnAnEditStandsOnceBesideTheOneOnTheMessage() {
    ticket.writes("hi");
    ticket.profile();
    long note = 77;
    ticket.command(
        new TicketCommand.TakeNote(note, TicketFixture.BOB, Content.of("!repyl x"), ticket.now()));
    ticket.command(new TicketCommand.Remark(note, "no such command", ticket.now()));
    for (int edits = 0; edits < 2; edits++) {
      ticket.command(new TicketCommand.Remark(Long.MAX_VALUE - note, "send it anew", ticket.now()));
    }
    ticket.discordDoesAll();
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .containsOnlyOnce("no such command")
        .containsOnlyOnce("send it anew");
  }

  @Test
  void aClosingReasonThatNobodySeesIsNone() {
    ticket.writes("hi");
    ticket.command(
        new TicketCommand.Close(59, TicketFixture.BOB, "\u2060\u200b", false, false, ticket.now()));
    assertThat(ticket.planned(PlannedAction.Target.MEMBER).map(show -> show.draft().content()))
        .contains("Closed.")
        .noneMatch(text -> text.contains("Reason"));
  }

  @Test
  void repliesAreFoundByTheirNumberAndTheirWords() {
    ticket.writes("the first words of all");
    ticket.replies("first \n  things first");
    for (int more = 0; more < 30; more++) {
      ticket.replies("reply " + more + " " + "x".repeat(100));
    }
    ticket.command(new TicketCommand.DeleteReply(57, TicketFixture.BOB, 32, false, ticket.now()));

    assertThat(found(""))
        .hasSize(25)
        .extracting(TicketReply.Excerpt::number)
        .startsWith(31, 30, 29);
    assertThat(found("#2"))
        .extracting(TicketReply.Excerpt::number)
        .containsExactly(29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 2);
    assertThat(found("FIRST")).containsExactly(new TicketReply.Excerpt(2, "first things first"));
    assertThat(found("reply 7 ").getFirst().words()).startsWith("reply 7 xx").endsWith("x…");
    assertThat(found("nowhere")).isEmpty();
  }

  private List<TicketReply.Excerpt> found(String typed) {
    return ((TicketReply.FoundReplies) ticket.command(new TicketCommand.FindReplies(typed, 25)))
        .replies();
  }

  @Test
  void textWaitsForItsFilesAndTheyFollowWhenTheyAreLate() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    Attachment picture = new Attachment(77, "a.png", 100, "http://x/a.png", "image/png");
    ticket.writes("look", picture);
    assertThat(ticket.book().pending()).isEmpty();
    ticket.command(new TicketCommand.EndWait(2, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .endsWith(
            "**Alice** `#2`\nlook\n📎 a.png (100 bytes) follows when it is copied."
                + " Discord serves it for a while: <http://x/a.png>");
    StoredFile file = new StoredFile("ab".repeat(32), "a.png", 100, "image/png");
    ticket.command(new TicketCommand.FileStored(2, 77, file, ticket.now()));
    PlannedAction.Show late = (PlannedAction.Show) ticket.under().getFirst();
    assertThat(late.draft().files()).containsExactly(file);
    assertThat(late.draft().content()).isEqualTo("-# `#2`");
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF)).contains("**Alice** `#2`\nlook");
  }

  @Test
  void aCommandMessageGoesOnlyWhenAllOfItsFilesAreKept() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    Attachment one = new Attachment(81, "a.png", 1, "http://x/a", "");
    Attachment two = new Attachment(82, "b.png", 1, "http://x/b", "");
    ticket.command(reply(5_001, one, two));
    StoredFile file = new StoredFile("ab".repeat(32), "a.png", 1, "");
    ticket.command(new TicketCommand.FileStored(2, 81, file, ticket.now()));
    ticket.command(new TicketCommand.FileRefused(2, 82, "gone", ticket.now()));
    assertThat(ticket.under()).doesNotContain(new PlannedAction.RemoveSource(5_001));
    ticket.discordDoesAll();
    assertThat(ticket.under()).isEmpty();

    ticket.command(reply(5_002, new Attachment(83, "c.png", 1, "http://x/c", "")));
    assertThat(ticket.under()).doesNotContain(new PlannedAction.RemoveSource(5_002));
    ticket.command(new TicketCommand.FileStored(3, 83, file, ticket.now()));
    assertThat(ticket.under()).contains(new PlannedAction.RemoveSource(5_002));
  }

  private TicketCommand.Reply reply(long source, Attachment... files) {
    Content content = new Content("look", List.of(files), List.of(), 0);
    return new TicketCommand.Reply(
        source, new Staff(2_000, "Bob", ""), content, false, true, ticket.now());
  }

  @Test
  void aFileTooLargeForDiscordBecomesALink() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.writes("big", new Attachment(78, "big.bin", 11 << 20, "http://x/b", ""));
    StoredFile file = new StoredFile("cd".repeat(32), "big.bin", 11 << 20, "");
    ticket.command(new TicketCommand.FileStored(2, 78, file, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .isEqualTo(
            "**Alice** `#2`\nbig\n📎 [big.bin](<https://files.example/%s>) (11 MiB)"
                .formatted("cd".repeat(32)));
  }

  @Test
  void aChannelDeletedByHandIsMadeAnewWithWhatWasUnderWay() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.writes("second");
    ticket.settles(
        ticket.oldest(), new Outcome.Refused(Outcome.Refusal.CHANNEL_GONE, "Unknown Channel"));
    assertThat(ticket.under()).hasSize(1).first().isInstanceOf(PlannedAction.OpenChannel.class);
    ticket.settles(ticket.oldest(), new Outcome.Sent(9_001));
    ticket.discordDoesAll();
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("second", "former channel")
        .doesNotContain("first");
  }

  @Test
  void aFullGuildIsAskedAgainLaterAndTheMemberIsTold() {
    ticket.writes("hi");
    ticket.profile();
    TicketEvent.Planned channel =
        ticket.book().pending().stream()
            .filter(planned -> planned.deed() instanceof PlannedAction.OpenChannel)
            .findFirst()
            .orElseThrow();
    ticket.settles(channel, new Outcome.Refused(Outcome.Refusal.GUILD_FULL, "Maximum"));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).contains("Busy.");
    ticket.pass(Duration.ofSeconds(61));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF)).hasSize(1);
  }

  @Test
  void aMemberIsToldOnceWhenStaffAreReachedLate() {
    ticket.writes("hi");
    ticket.profile();
    ticket.pass(Duration.ofSeconds(61));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    ticket.command(new TicketCommand.Tick(ticket.now()));
    assertThat(ticket.planned(PlannedAction.Target.MEMBER).map(show -> show.draft().content()))
        .containsExactly("Welcome!", "Delayed.");
  }

  @Test
  void aReplyDeletedWhileItsFileIsStillCopiedIsNeverSentAndHoldsNothingUp() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    Content content =
        new Content(
            "look",
            List.of(new Attachment(9, "a.png", 5, "http://x/a", "image/png")),
            List.of(),
            0);
    ticket.command(
        new TicketCommand.Reply(70, TicketFixture.BOB, content, false, false, ticket.now()));
    ticket.command(new TicketCommand.DeleteReply(71, TicketFixture.BOB, 2, false, ticket.now()));
    ticket.command(
        new TicketCommand.FileStored(
            2, 9, new StoredFile("ab".repeat(32), "a.png", 5, "image/png"), ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).containsExactly("Welcome!");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("never sent", "look");
    ticket.command(new TicketCommand.Close(72, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aMemberCannotRingEverybodyWhereTheHeadMayRing() {
    ticket.writes("@everyone look, @here too");
    ticket.profile();
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .containsExactly("@here\n**Alice** `#1`\n＠everyone look, ＠here too");
  }

  @Test
  void aReactionStaysAtTheMemberUntilTheLastOfStaffTakesItBack() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.discordDoesAll();
    assertThat(reacts(5, true)).containsExactly(mirrored(message, true));
    assertThat(reacts(6, true)).isEmpty();
    assertThat(reacts(5, false)).isEmpty();
    assertThat(reacts(5, false)).isEmpty();
    assertThat(reacts(6, false)).containsExactly(mirrored(message, false));
    assertThat(reacts(5, true)).containsExactly(mirrored(message, true));
  }

  @Test
  void reactionsThatAreClearedForStaffGoAtTheMember() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    reacts(5, "👍", true);
    reacts(6, "👍", true);
    reacts(5, "wave:44", true);
    assertThat(clears("")).containsExactly(waved(message, false), mirrored(message, false));
    assertThat(clears("")).isEmpty();
    assertThat(reacts(5, true)).containsExactly(mirrored(message, true));
  }

  @Test
  void whereOneEmojiIsClearedTheOthersStay() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    reacts(5, "👍", true);
    reacts(5, "wave:44", true);
    assertThat(clears("wave:44")).containsExactly(waved(message, false));
    assertThat(clears("❤️")).isEmpty();
    assertThat(clears("👍")).containsExactly(mirrored(message, false));
  }

  @Test
  void clearingConcernsOneMessageAlone() {
    ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    reacts(5, "👍", true);
    ticket.replies("two");
    ticket.discordDoesAll();
    long reply =
        ticket
            .book()
            .shownOf(2)
            .filter(one -> one.target() == PlannedAction.Target.STAFF)
            .findFirst()
            .orElseThrow()
            .message();
    ticket.command(new TicketCommand.ClearReactions(reply, "", ticket.now()));
    ticket.command(new TicketCommand.ClearReactions(1, "", ticket.now()));
    assertThat(ticket.under()).isEmpty();
    assertThat(clears("")).hasSize(1);
  }

  private List<PlannedAction> clears(String emoji) {
    long shown = ticket.book().shownOf(1).findFirst().orElseThrow().message();
    ticket.command(new TicketCommand.ClearReactions(shown, emoji, ticket.now()));
    List<PlannedAction> deeds = ticket.under();
    ticket.discordDoesAll();
    return deeds;
  }

  private static PlannedAction waved(long message, boolean added) {
    return new PlannedAction.Mirror(PlannedAction.Target.MEMBER, message, "wave:44", added);
  }

  private static PlannedAction mirrored(long message, boolean added) {
    return new PlannedAction.Mirror(PlannedAction.Target.MEMBER, message, "👍", added);
  }

  /** What is done when somebody of staff reacts to the first message, or takes it back. */
  private List<PlannedAction> reacts(long by, boolean added) {
    return reacts(by, "👍", added);
  }

  private List<PlannedAction> reacts(long by, String emoji, boolean added) {
    long shown = ticket.book().shownOf(1).findFirst().orElseThrow().message();
    ticket.command(new TicketCommand.StaffReaction(shown, by, emoji, added, ticket.now()));
    List<PlannedAction> deeds = ticket.under();
    ticket.discordDoesAll();
    return deeds;
  }

  @Test
  void aChangeThatDiscordRefusesIsSaid() {
    long message = ticket.writes("one");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("two"), ticket.now().plusSeconds(1)));
    ticket.settles(ticket.oldest(), new Outcome.Refused(Outcome.Refusal.INVALID, "too long"));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("`#1`", "could not be shown", "too long");
  }
}
