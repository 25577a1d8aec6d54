package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What staff write in the channel of a ticket after `/close`. */
class LateWordsTest {
  private static final StoredFile FIRST = page("aa");
  private static final StoredFile SECOND = page("bb");

  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.of(8_000), ""));

  @BeforeEach
  void closing() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    close(50_000);
    ticket.discordDoesAll();
  }

  private static StoredFile page(String key) {
    return new StoredFile(key.repeat(32), "ticket-7.html", 10, "text/html");
  }

  private void close(long source) {
    ticket.command(
        new TicketCommand.Close(source, TicketFixture.BOB, "", true, false, ticket.now()));
  }

  private TicketReply note(long message, String text, Attachment... files) {
    Content content = new Content(text, List.of(files), List.of(), 0);
    return ticket.command(
        new TicketCommand.TakeNote(message, TicketFixture.BOB, content, ticket.now()));
  }

  private void attempt() {
    ticket.command(new TicketCommand.TryTranscript("", ticket.now()));
  }

  private void written(StoredFile file) {
    ticket.command(new TicketCommand.TranscriptStored(file, ticket.now()));
  }

  private List<String> log() {
    return ticket.planned(PlannedAction.Target.LOG).map(show -> show.draft().content()).toList();
  }

  private List<StoredFile> posted() {
    return ticket
        .planned(PlannedAction.Target.LOG)
        .flatMap(show -> show.draft().files().stream())
        .toList();
  }

  @Test
  void wordsBehindTheBeginningOfATranscriptHaveItWrittenAnew() {
    attempt();
    note(60_000, "he called by the way");
    written(FIRST);
    assertThat(posted()).isEmpty();
    attempt();
    written(SECOND);
    ticket.discordDoesAll();
    assertThat(posted()).containsExactly(SECOND);
    assertThat(log()).hasSize(1);
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aNoteChangedOrDeletedWhileTheTranscriptIsWrittenHasItWrittenAnew() {
    note(60_000, "he called");
    attempt();
    ticket.command(new TicketCommand.TakeNoteEdit(60_000, Content.of("she called"), ticket.now()));
    written(FIRST);
    attempt();
    ticket.command(new TicketCommand.TakeNoteDelete(60_000, ticket.now()));
    written(FIRST);
    assertThat(posted()).isEmpty();
    attempt();
    written(SECOND);
    assertThat(posted()).containsExactly(SECOND);
  }

  @Test
  void aTranscriptIsNotWrittenAnewForEver() {
    for (int times = 0; log().isEmpty(); times++) {
      assertThat(times).isLessThan(SystemSide.MOST_TRIES);
      attempt();
      note(60_000 + times, "note " + times);
      written(FIRST);
    }
    assertThat(log())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("note 3").doesNotContain("note 2"));
    ticket.discordDoesAll();
    assertThat(posted()).containsExactly(FIRST);
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void wordsBehindTheTranscriptAreReadInTheLogChannelBeforeTheTicketEnds() {
    attempt();
    written(FIRST);
    note(
        60_000,
        "he *called* @everyone",
        new Attachment(77, "a_b.png", 100, "http://x/a.png", "image/png"));
    note(60_000, "he *called* @everyone");
    assertThat(log()).hasSize(2);
    assertThat(log().getLast())
        .contains("**Bob**", "ticket #7", "not in its transcript", "not sent to the member")
        .contains("he *called* @everyone", "a\\_b.png");
    assertThat(ticket.planned(PlannedAction.Target.LOG).toList().getLast().draft().pings())
        .isEqualTo(Draft.Pings.NONE);
    ticket.settles(ticket.oldest(), new Outcome.Sent(1));
    assertThat(ticket.state()).isInstanceOf(TicketState.Closing.class);
    ticket.command(new TicketCommand.FileRefused(2, 77, "gone", ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(log()).hasSize(2);
  }

  @Test
  void wordsWhileTheChannelIsBeingDeletedAreReadInTheLogChannel() {
    attempt();
    written(FIRST);
    ticket.settles(ticket.oldest(), new Outcome.Sent(1));
    assertThat(ticket.under())
        .containsExactly(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
    TicketEvent.Planned deletion = ticket.oldest();
    note(60_000, "wait");
    ticket.settles(deletion, new Outcome.Done());
    assertThat(ticket.state()).isInstanceOf(TicketState.Closing.class);
    ticket.discordDoesAll();
    assertThat(log().getLast()).contains("wait");
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aNoteChangedBehindTheTranscriptIsReadInTheLogChannel() {
    note(60_000, "he called");
    attempt();
    written(FIRST);
    ticket.command(new TicketCommand.TakeNoteEdit(60_000, Content.of("she called"), ticket.now()));
    ticket.command(new TicketCommand.TakeNoteEdit(60_000, Content.of("she called"), ticket.now()));
    assertThat(log()).hasSize(2);
    assertThat(log().getLast()).contains("`#2`", "she called");
  }

  @Test
  void wordsOfAnyLengthAreReadWhole() {
    attempt();
    written(FIRST);
    String text = "word ".repeat(790) + "end";
    note(60_000, text);
    assertThat(log().stream().skip(1))
        .hasSizeGreaterThan(1)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(2_000));
    assertThat(log().getLast()).endsWith("end");
  }

  @Test
  void whereTheTranscriptWasRefusedTheChannelSaysOnceThatNothingMoreIsInIt() {
    attempt();
    written(FIRST);
    ticket.settles(
        ticket.oldest(), new Outcome.Refused(Outcome.Refusal.FORBIDDEN, "Missing Access"));
    ticket.discordDoesAll();
    int lines = ticket.standing(PlannedAction.Target.STAFF).size();
    note(60_000, "and now?");
    note(60_001, "hello?");
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF)).hasSize(lines + 1);
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast()).contains("in no transcript");
    assertThat(log()).hasSize(1);
    close(50_001);
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void withoutALogChannelWordsAreKeptAndHoldNothingUp() {
    TicketFixture silent = new TicketFixture();
    silent.writes("hello");
    silent.profile();
    silent.discordDoesAll();
    silent.command(
        new TicketCommand.Close(50_000, TicketFixture.BOB, "", true, false, silent.now()));
    assertThat(
            silent.command(
                new TicketCommand.TakeNote(
                    60_000, TicketFixture.BOB, Content.of("late"), silent.now())))
        .isEqualTo(new TicketReply.Taken(2));
    silent.discordDoesAll();
    assertThat(silent.planned(PlannedAction.Target.LOG)).isEmpty();
    assertThat(silent.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aRefusedReplyThatIsKeptAsANoteIsNeverSaidToBeSent() {
    TicketCommand reply =
        new TicketCommand.Reply(
            60_000, TicketFixture.BOB, Content.of("bye"), false, true, ticket.now());
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Closed());
    note(60_000, "!reply bye");
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Closed());
    TicketCommand edit =
        new TicketCommand.EditReply(60_000, TicketFixture.BOB, 1, "bye", true, ticket.now());
    assertThat(ticket.command(edit)).isEqualTo(new TicketReply.Closed());
    TicketCommand delete =
        new TicketCommand.DeleteReply(60_000, TicketFixture.BOB, 1, true, ticket.now());
    assertThat(ticket.command(delete)).isEqualTo(new TicketReply.Closed());
    attempt();
    written(FIRST);
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Closed());
    assertThat(ticket.command(edit)).isEqualTo(new TicketReply.Closed());
    assertThat(ticket.command(delete)).isEqualTo(new TicketReply.Closed());
  }
}
