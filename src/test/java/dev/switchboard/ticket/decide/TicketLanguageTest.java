package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.TestWords;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In which language a ticket speaks, and when it is decided. */
class TicketLanguageTest {
  private static final PlannedAction.Target STAFF = PlannedAction.Target.STAFF;

  private final TicketFixture ticket = new TicketFixture(rules(TestWords.PSEUDO));

  private static Rules rules(Words words) {
    Rules rules = TicketFixture.rules(OptionalLong.of(4_000), "");
    return new Rules(
        rules.settings(), rules.uploadLimit(), rules.logChannel(), rules.links(), words);
  }

  private void opens() {
    ticket.writes("...");
    ticket.profile();
    ticket.discordDoesAll();
  }

  private void handles(long source, Priority priority) {
    ticket.command(
        new TicketCommand.Handle(
            source,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(priority),
            false,
            ticket.now()));
    ticket.discordDoesAll();
  }

  private TicketFixture closes(Outcome farewell) {
    opens();
    ticket.command(new TicketCommand.Close(60, TicketFixture.BOB, "", false, false, ticket.now()));
    ticket.settles(ticket.oldest(), farewell);
    ticket.discordDoesAll();
    return ticket;
  }

  /** The words of the pseudo-language stand in brackets and have other vowels. */
  @Test
  void whatATicketSaysToStaffComesFromTheCatalogue() {
    opens();
    ticket.replies("...");
    ticket.discordDoesAll();
    handles(61, Priority.HIGH);
    handles(62, Priority.HIGH);
    ticket.writes("...", new Attachment(77, "1.png", 1 << 21, "http://127.0.0.1/", "image/png"));
    ticket.command(new TicketCommand.EndWait(5, ticket.now()));
    ticket.command(
        new TicketCommand.MembershipChanged(63, TicketCommand.Membership.LEFT, ticket.now()));
    ticket.discordDoesAll();
    String names = "Alice|Bob|Moderator|Staff Team|http|png|@here";

    assertThat(ticket.standing(STAFF))
        .hasSizeGreaterThan(5)
        .allSatisfy(post -> assertThat(post.replaceAll(names, "")).doesNotContainPattern("[aeou]"));
    Stream<String> fields =
        ticket
            .planned(STAFF)
            .flatMap(show -> show.draft().embeds().stream())
            .flatMap(embed ->
                Stream.concat(
                    Stream.of(embed.title(), embed.footer()),
                    embed.fields().stream().map(field -> field.name())));
    assertThat(fields).isNotEmpty().allSatisfy(text -> assertThat(text).startsWith("⟦"));
  }

  @Test
  void aRemarkStaysAsItWasSaidAndLaterOnesAreInThePresentLanguage() {
    ticket.follow(rules(TestWords.ENGLISH));
    opens();
    handles(61, Priority.HIGH);
    ticket.follow(rules(TestWords.PSEUDO));
    handles(62, Priority.LOW);

    List<String> said = ticket.standing(STAFF);
    assertThat(said).anyMatch(post -> post.contains("**Bob** set the priority to **high**."));
    assertThat(said.getLast()).contains("**Bob** sét thé príóríty tó **⟦lów⟧**.");
  }

  @Test
  void whyTheMemberWasNotToldIsSaidInThePresentLanguage() {
    closes(new Outcome.Refused(Outcome.Refusal.DM_CLOSED, ""));
    ticket.follow(rules(TestWords.ENGLISH));
    stores();

    assertThat(log())
        .endsWith(
            "2 messages. The member was **not told**: the member takes no direct messages from the"
                + " bot.");
  }

  private void stores() {
    ticket.pass(Duration.ofSeconds(1));
    ticket.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ee".repeat(32), "ticket-7.html", 10, "text/html"), ticket.now()));
  }

  private String log() {
    return ticket
        .planned(PlannedAction.Target.LOG)
        .reduce((_, last) -> last)
        .orElseThrow()
        .draft()
        .content();
  }

  /** Versions before this kept the sentence. */
  @Test
  void whyTheMemberWasNotToldIsShownAsAnOlderSnapshotHasIt() {
    TicketState.Closing closing = (TicketState.Closing) closes(new Outcome.Sent(9)).state();
    TicketState older =
        new TicketState.Closing(
            closing.book().with(change -> change.untold = "nobody knows"), closing.closure());
    Ticket.Decision decision =
        Ticket.decide(
            older,
            TicketFixture.TICKET,
            new TicketCommand.TranscriptStored(
                new StoredFile("ee".repeat(32), "ticket-7.html", 10, "text/html"), ticket.now()),
            rules(TestWords.ENGLISH));

    assertThat(decision.events().toString()).contains("was **not told**: nobody knows.");
    assertThat(closing.book().notTold()).isEqualTo(Optional.empty());
  }
}
