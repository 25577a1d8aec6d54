package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranscriptTest {
  private static final Links LINKS = file -> "https://desk.example/files/" + file.key() + "/x";

  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));

  @Test
  void whatWasSaidIsThereWithWhoAndWhen() {
    ticket.writes("Hello there");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("Good morning");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeNote(
            77, TicketFixture.BOB, Content.of("nothing to see"), ticket.now()));

    String page = page();

    assertThat(page)
        .contains("<title>Ticket #7</title>")
        .contains("<bdi>Alice</bdi>")
        .contains("Hello there")
        .contains("2026-11-21 10:00:00 UTC")
        .contains("shown to staff")
        .contains("Good morning")
        .contains("sent to the member")
        .contains("internal note")
        .contains("nothing to see");
    assertThat(page.indexOf("Hello there")).isLessThan(page.indexOf("Good morning"));
  }

  @Test
  void anEditShowsTheFormerTextAndADeletionSaysWhen() {
    long message = ticket.writes("the first version");
    ticket.pass(Duration.ofSeconds(65));
    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("the second version"), ticket.now()));
    ticket.pass(Duration.ofSeconds(60));
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));

    assertThat(words(page()))
        .contains("the second version before 2026-11-21 10:01:05 UTC: the first version")
        .contains("deleted 2026-11-21 10:02:05 UTC");
  }

  @Test
  void aReplyThatDidNotArriveSaysWhy() {
    ticket.writes("Hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("Anybody there?");
    ticket.settles(ticket.oldest(), new Outcome.Refused(Outcome.Refusal.DM_CLOSED, "closed"));

    assertThat(words(page()))
        .contains("not sent to the member: the member takes no direct messages from the bot");
  }

  @Test
  void filesAreLinkedOrSaidToBeLost() {
    ticket.writes(
        "look",
        new Attachment(31, "cat.png", 2_048, "https://cdn.example/a", "image/png"),
        new Attachment(32, "big.zip", 99, "https://cdn.example/b", ""),
        new Attachment(33, "late.txt", 5, "https://cdn.example/c", ""));
    ticket.command(
        new TicketCommand.FileStored(
            1, 31, new StoredFile("abc", "cat.png", 2_048, "image/png"), ticket.now()));
    ticket.command(new TicketCommand.FileRefused(1, 32, "it is too large", ticket.now()));

    assertThat(page())
        .contains("href=\"https://desk.example/files/abc/x\"")
        .doesNotContain("cdn.example");
    assertThat(words(page()))
        .contains("cat.png (2 KiB)")
        .contains("big.zip (99 bytes) not copied: it is too large")
        .contains("late.txt (5 bytes), not copied yet");
    assertThat(ListedHistory.page(ticket.journal(), _ -> ""))
        .contains("copy abc")
        .doesNotContain("href=\"h");
    assertThat(ListedHistory.page(ticket.journal(), _ -> "javascript:alert(1)"))
        .doesNotContain("javascript");
  }

  @Test
  void aLongTicketKeepsEveryWord() {
    for (int number = 1; number <= 500; number++) {
      ticket.writes("word-" + number + ";");
      ticket.profile();
      ticket.discordDoesAll();
    }
    assertThat(ticket.book().entry(1).orElseThrow().trimmed()).isTrue();

    String page = page();

    for (int number = 1; number <= 500; number++) {
      assertThat(page).contains("word-" + number + ";");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</div></article></main></body><iframe src=//evil>",
        "<!-- -->&lt;script&gt;",
        "<svg/onload=alert(1)>",
        "\u202Egnp.exe",
        "\0<\0b>",
        "\uD800<b>",
        "{ticket}%s%d$1\\",
      })
  void nothingThatPeopleChooseIsMarkup(String hostile) {
    Member member = new Member(5, hostile, hostile);
    Staff staff = new Staff(6, hostile, hostile);
    StoredFile file = new StoredFile(hostile, hostile, 1, hostile);
    Content content =
        new Content(
            hostile,
            List.of(
                new Attachment(1, hostile, 1, hostile, hostile),
                new Attachment(2, hostile, 1, hostile, hostile)),
            List.of(hostile),
            9);
    var at = TicketFixture.START;
    List<TicketEvent> events =
        List.of(
            new TicketEvent.Opened(7, member, 1, List.of(), at),
            new TicketEvent.ProfileTaken(new Profile.Present(hostile, at, List.of(hostile)), at),
            new TicketEvent.Written(1, 10, new Author.OfMember(hostile), content, at),
            new TicketEvent.Edited(1, 10, hostile + hostile, true, at),
            new TicketEvent.FileKept(1, 1, file, at),
            new TicketEvent.FileLost(1, 2, hostile, at),
            new TicketEvent.Written(
                2, 11, new Author.OfReply(staff, hostile, true, false), content, at),
            new TicketEvent.Written(3, 12, new Author.OfNote(staff), content, at),
            new TicketEvent.Written(4, 13, new Author.OfRemark(List.of()), content, at),
            new TicketEvent.Planned(
                1,
                new PlannedAction.Show(
                    PlannedAction.Target.MEMBER,
                    PlannedAction.Purpose.RELAY,
                    List.of(2),
                    0,
                    List.of(),
                    Draft.of("x")),
                at),
            new TicketEvent.Refused(1, Outcome.Refusal.INVALID, hostile, at),
            new TicketEvent.CloseRequested(20, staff, hostile, false, at));

    for (Links links : List.<Links>of(one -> "https://desk.example/" + one.name(), _ -> "")) {
      String page = ListedHistory.page(events, links);

      assertThat(Pattern.compile("<([a-z0-9]+)").matcher(body(page)).results())
          .extracting(match -> match.group(1))
          .isSubsetOf(
              "body", "h1", "dl", "dt", "dd", "main", "article", "header", "strong", "bdi", "span",
              "a", "time", "div");
      String withoutValues = body(page).replaceAll("=\"[^\"]*\"", "");
      assertThat(withoutValues).doesNotContainPattern("<[^>]*\\son[a-z]+");
      assertThat(page).doesNotContain("\0").doesNotContain("\uD800");
      assertThat(page.split("</article>", -1)).hasSize(5);
    }
  }

  @Test
  void thePageForbidsScriptsAndLoadsNothing() {
    ticket.writes("x");

    assertThat(page())
        .contains("default-src 'none'; style-src 'unsafe-inline'")
        .doesNotContain("<script")
        .doesNotContain("src=")
        .doesNotContain("url(");
  }

  @Test
  void noEventsAreNoTicket() {
    assertThatThrownBy(() -> Transcript.of(new ListedHistory(List.of())))
        .isInstanceOf(IllegalStateException.class);
  }

  private String page() {
    return ListedHistory.page(ticket.journal(), LINKS);
  }

  private static String body(String page) {
    return page.substring(page.indexOf("<body>"));
  }

  /** What a reader sees, on one line. */
  private static String words(String page) {
    return body(page).replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
  }
}
