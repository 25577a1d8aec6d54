package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.show.Phrases;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a ticket comes to its end, and what it takes then. */
class TicketClosingTest {
  private final TicketFixture ticket = new TicketFixture();

  @Test
  void closingTellsTheMemberThenPostsTheTranscriptThenDeletesTheChannel() {
    TicketFixture logged =
        new TicketFixture(TicketFixture.rules(OptionalLong.of(4_000), "Welcome!"));
    logged.writes("hi");
    logged.profile();
    logged.discordDoesAll();
    TicketReply reply =
        logged.command(
            new TicketCommand.Close(60, TicketFixture.BOB, "solved", false, false, logged.now()));
    assertThat(reply).isEqualTo(new TicketReply.Taken(0));
    assertThat(logged.writes("too late")).isPositive();
    logged.discordDoesAll();
    assertThat(logged.standing(PlannedAction.Target.MEMBER)).endsWith("Closed.\nReason: solved");
    assertThat(logged.state()).isInstanceOf(TicketState.Closing.class);
    logged.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ee".repeat(32), "ticket-7.html", 10, "text/html"), logged.now()));
    assertThat(logged.under())
        .singleElement()
        .isInstanceOfSatisfying(
            PlannedAction.Show.class,
            show -> assertThat(show.draft().content()).contains("#7", "alice", "Bob", "solved"));
    logged.settles(logged.oldest(), new Outcome.Sent(1));
    assertThat(logged.under())
        .singleElement()
        .isEqualTo(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
    logged.settles(logged.oldest(), new Outcome.Done());
    assertThat(logged.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(logged.book().entries()).hasSize(1);
  }

  @Test
  void aSilentCloseTellsTheMemberNothing() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).containsExactly("Welcome!");
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aClosedTicketTakesNothingNewButKnowsWhatItHas() {
    long message = ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(62, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(
            ticket.command(
                new TicketCommand.TakeMessage(
                    TicketFixture.ALICE, message, Content.of("hi"), ticket.now())))
        .isEqualTo(new TicketReply.Taken(1));
    assertThat(
            ticket.command(
                new TicketCommand.TakeMessage(
                    TicketFixture.ALICE, 999_999, Content.of("new"), ticket.now())))
        .isEqualTo(new TicketReply.Closed());
    assertThat(ticket.command(together(message))).isEqualTo(new TicketReply.Taken(0));
    assertThat(ticket.command(together(message, 999_999))).isEqualTo(new TicketReply.Closed());
  }

  private TicketCommand together(long... messages) {
    return new TicketCommand.TakeMessages(
        LongStream.of(messages)
            .mapToObj(one ->
                new TicketCommand.TakeMessage(
                    TicketFixture.ALICE, one, Content.of("hi"), ticket.now()))
            .toList());
  }

  @Test
  void whatStaffDidIsKnownAsDoneForAsLongAsTheTicketIs() {
    ticket.writes("hi");
    ticket.command(
        new TicketCommand.Reply(
            60, TicketFixture.BOB, Content.of("hello"), false, false, ticket.now()));
    assertThat(ticket.ask(new TicketQuery.IsDone(60)).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(61)).done()).isFalse();
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    assertThat(ticket.ask(new TicketQuery.IsDone(61)).done()).isTrue();
    ticket.profile();
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(ticket.ask(new TicketQuery.IsDone(60)).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(61)).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(62)).done()).isFalse();
  }

  @Test
  void aTicketClosesOnlyWhenItsFilesAreCopied() {
    ticket.writes("first");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.writes("look", new Attachment(77, "a.png", 100, "http://x/a.png", "image/png"));
    ticket.command(new TicketCommand.EndWait(2, ticket.now()));
    ticket.command(new TicketCommand.Close(80, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closing.class);
    ticket.command(
        new TicketCommand.FileStored(
            2, 77, new StoredFile("ab".repeat(32), "a.png", 100, "image/png"), ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.planned(PlannedAction.Target.STAFF).toList().getLast().files())
        .containsExactly(77L);
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aTranscriptWithoutALogChannelDoesNotHoldUpTheEnd() {
    TicketFixture logged = new TicketFixture(TicketFixture.rules(OptionalLong.of(4_000), ""));
    logged.writes("hi");
    logged.profile();
    logged.discordDoesAll();
    logged.command(new TicketCommand.Close(60, TicketFixture.BOB, "", true, false, logged.now()));
    logged.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ee".repeat(32), "ticket-7.html", 10, "text/html"), logged.now()));
    assertThat(logged.under()).singleElement().isInstanceOf(PlannedAction.Show.class);
    logged.follow(TicketFixture.rules(OptionalLong.empty(), ""));
    logged.command(new TicketCommand.Tick(logged.now()));
    assertThat(logged.under())
        .singleElement()
        .isEqualTo(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
    logged.discordDoesAll();
    assertThat(logged.state()).isInstanceOf(TicketState.Closed.class);
  }

  private TicketFixture withRefusedTranscript(Outcome.Refusal reason) {
    TicketFixture logged = new TicketFixture(TicketFixture.rules(OptionalLong.of(4_000), ""));
    logged.writes("hi");
    logged.profile();
    logged.discordDoesAll();
    logged.command(
        new TicketCommand.Close(60, TicketFixture.BOB, "solved", false, false, logged.now()));
    logged.discordDoesAll();
    logged.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ee".repeat(32), "ticket-7.html", 10, "text/html"), logged.now()));
    logged.settles(logged.oldest(), new Outcome.Refused(reason, "Missing Access"));
    return logged;
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.Refusal.class,
      names = {"CHANNEL_GONE", "FORBIDDEN", "TOO_LARGE", "INVALID"})
  void aRefusedTranscriptIsSaidAndTheChannelStaysUntilClosingIsAskedForAgain(
      Outcome.Refusal reason) {
    TicketFixture logged = withRefusedTranscript(reason);
    logged.discordDoesAll();
    logged.command(new TicketCommand.Tick(logged.now()));
    assertThat(logged.standing(PlannedAction.Target.STAFF).getLast())
        .contains(
            "transcript could not be posted",
            TestWords.english(Phrases.reason(reason, "Missing Access")),
            "https://files.example/" + "ee".repeat(32),
            "`/close` once more");
    assertThat(logged.state()).isInstanceOf(TicketState.Closing.class);
    assertThat(logged.book().place()).isInstanceOf(Place.Channel.class);
    int told = logged.standing(PlannedAction.Target.MEMBER).size();
    TicketCommand again =
        new TicketCommand.Close(63, TicketFixture.BOB, "", false, false, logged.now());
    assertThat(logged.command(again)).isEqualTo(new TicketReply.Taken(0));
    assertThat(logged.command(again)).isEqualTo(new TicketReply.Taken(0));
    assertThat(logged.under())
        .containsExactly(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
    assertThat(
            logged.command(
                new TicketCommand.Close(64, TicketFixture.BOB, "", false, false, logged.now())))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.ALREADY_CLOSING));
    logged.discordDoesAll();
    assertThat(logged.standing(PlannedAction.Target.MEMBER)).as("told once").hasSize(told);
    assertThat(logged.state())
        .isInstanceOfSatisfying(
            TicketState.Closed.class,
            closed -> assertThat(closed.closure().reason()).isEqualTo("solved"));
  }

  @Test
  void aChannelDeletedByHandAfterARefusedTranscriptEndsTheTicket() {
    TicketFixture logged = withRefusedTranscript(Outcome.Refusal.CHANNEL_GONE);
    logged.discordDoesAll();
    logged.command(new TicketCommand.ChannelGone(TicketFixture.CHANNEL, logged.now()));
    logged.discordDoesAll();
    assertThat(logged.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aReasonThatMentionsPeopleRingsNobody() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(
            60, TicketFixture.BOB, "@everyone <@1000>", false, false, ticket.now()));
    assertThat(ticket.planned(PlannedAction.Target.MEMBER).toList().getLast().draft())
        .isEqualTo(Draft.of("Closed.\nReason: @everyone <@1000>"))
        .extracting(Draft::pings)
        .isEqualTo(Draft.Pings.NONE);
  }

  @Test
  void aTicketThatIsBeingClosedChangesNoReplyAnyMore() {
    ticket.writes("hi");
    ticket.profile();
    ticket.replies("hello");
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(60, TicketFixture.BOB, "", true, false, ticket.now()));
    int said = ticket.journal().size();
    assertThat(
            ticket.command(
                new TicketCommand.EditReply(
                    61, TicketFixture.BOB, 2, "changed", true, ticket.now())))
        .isEqualTo(new TicketReply.Closed());
    assertThat(
            ticket.command(
                new TicketCommand.DeleteReply(62, TicketFixture.BOB, 2, true, ticket.now())))
        .isEqualTo(new TicketReply.Closed());
    assertThat(ticket.journal()).hasSize(said);
  }
}
