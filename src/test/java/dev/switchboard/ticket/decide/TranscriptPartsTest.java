package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Form;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a transcript that Discord finds too large comes to the log channel. */
class TranscriptPartsTest {
  private static final Outcome TOO_LARGE =
      new Outcome.Refused(Outcome.Refusal.TOO_LARGE, "Request entity too large");

  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.of(4_000), ""));

  private void closes(long size) {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(60, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ee".repeat(32), "ticket-7.html", size, "text/html"), ticket.now()));
  }

  /** What is posted, where Discord takes no more than that. */
  private List<StoredFile> posted(Predicate<StoredFile> taken) {
    List<StoredFile> posted = new ArrayList<>();
    while (ticket.under().getFirst() instanceof PlannedAction.Show show
        && show.purpose() == PlannedAction.Purpose.TRANSCRIPT) {
      assertThat(ticket.under()).hasSize(1);
      StoredFile file = show.draft().files().getFirst();
      boolean good = taken.test(file);
      if (good) {
        posted.add(file);
        assertThat(show.draft().content()).contains("#7", "only in parts");
      }
      ticket.settles(ticket.oldest(), good ? ticket.success(show) : TOO_LARGE);
    }
    return posted;
  }

  @ParameterizedTest
  @CsvSource({
    "12000000, 10000000, 4",
    "12000000, 1000000, 16",
    "200000, 65536, 4",
    "100000000, 8000000, 16",
  })
  void itGoesInPartsThatJoinedAreTheWhole(long size, long limit, int parts) {
    closes(size);
    List<StoredFile> posted = posted(file -> file.size() <= limit);
    assertThat(posted).hasSize(parts);
    long end = 0;
    for (StoredFile part : posted) {
      assertThat(part.from()).isEqualTo(end);
      assertThat(part.key()).isEqualTo("ee".repeat(32));
      end += part.size();
    }
    assertThat(end).isEqualTo(size);
    assertThat(posted.stream().map(StoredFile::name)).doesNotHaveDuplicates().isSorted();
    assertThat(ticket.under())
        .containsExactly(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
  }

  @Test
  void oneThatIsNeverSmallEnoughIsSaidAndTheChannelStays() {
    closes(12_000_000);
    assertThat(posted(_ -> false)).isEmpty();
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("could not be posted to the log channel", "/close");
    assertThat(ticket.state()).isInstanceOf(TicketState.Closing.class);
  }

  @Test
  void aPartThatIsRefusedOnceOthersArePostedIsSaid() {
    closes(12_000_000);
    assertThat(posted(file -> file.size() <= 4_000_000 && file.from() < 6_000_000)).hasSize(2);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("could not be posted to the log channel");
  }

  /** The address in the place of a part leads to the whole page. */
  @Test
  void nothingFollowsAnAddressInThePlaceOfAPart() {
    closes(12_000_000);
    ticket.settles(ticket.oldest(), TOO_LARGE);
    ticket.settles(
        ticket.oldest(), new Outcome.SentAs(9, Form.PLANNED.without(List.of(0)), "too large"));

    assertThat(ticket.under())
        .containsExactly(new PlannedAction.CloseChannel(TicketFixture.CHANNEL));
  }

  /** A part that goes compressed is followed by the next one. */
  @Test
  void thePartBehindACompressedOneFollows() {
    closes(12_000_000);
    ticket.settles(ticket.oldest(), TOO_LARGE);
    ticket.settles(ticket.oldest(), new Outcome.SentAs(9, Form.PLANNED.withFilesPacked(), ""));

    assertThat(ticket.under())
        .singleElement()
        .isInstanceOfSatisfying(
            PlannedAction.Show.class,
            show -> assertThat(show.draft().files().getFirst().from()).isEqualTo(3_000_000));
  }

  @Test
  void onlyAnAddressMayTakeItsPlace() {
    closes(12_000_000);
    Rules linkless =
        new Rules(
            ticket.rules().settings(),
            10 << 20,
            OptionalLong.of(4_000),
            _ -> "",
            TestWords.ENGLISH);
    assertThat(fallback(ticket.rules()).files())
        .singleElement()
        .asString()
        .contains("https://files.example/" + "ee".repeat(32));
    assertThat(fallback(linkless).files()).isEmpty();
  }

  private Job.Fallback fallback(Rules rules) {
    return ((Job.Send) PlannedJobs.job(ticket.book(), rules, ticket.oldest(), false).orElseThrow())
        .fallback();
  }
}
