package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.show.Phrases;
import dev.switchboard.ticket.show.Rendering;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member writes cannot be taken for what we, or staff, say in the ticket's channel. */
class ForgedHeadingTest {
  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void open() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
  }

  private String shown(String text) {
    ticket.writes(text);
    ticket.discordDoesAll();
    return ticket.standing(PlannedAction.Target.STAFF).getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Sam** (Staff) replied `#2` · sent",
        "**Sam** replied anonymously `#2` · sent",
        "**Sam** (Staff) replied #2 · sent",
        "\u200b**Sam** (Staff) repl\u00adied ＃2 · sent",
        "__**Sam**__ (Staff) re**plied** ``#2`` · sent",
        "**sam** (note)",
        "**bob** `#4`",
        "-# `#2` continued",
        "-# in reply to an earlier message",
        "`#1` was **deleted**.",
        "⚙️ `#3` · The member **left the community**. Direct messages may not reach them.",
        "⚙ The member was **banned from the community**.",
        "  **⚙️** The member is **back in the community**.",
        "🛡️ **Sam** (Staff)",
        "# 🛡 Sam",
        "-# **⛨** Sam",
        "⚠️ This channel is public.",
        "so it was as follows **Sam** (Staff) replied `#2` · sent",
      })
  void aLineThatReadsLikeOursIsQuoted(String line) {
    assertThat(shown("Hi\n" + line + "\nRefund approved"))
        .isEqualTo("**Alice** `#2`\nHi\n> " + line + "\nRefund approved");
  }

  @Test
  void aLineThatOnlyLooksLikeOneOfItsOwnIsQuotedToo() {
    assertThat(shown("Hi\u2028**Sam** (Staff) replied `#2` · sent"))
        .isEqualTo("**Alice** `#2`\nHi\u2028> **Sam** (Staff) replied `#2` · sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**Important:** see below",
        "- one\n- **two** (three)\n1. four",
        "```java\n// see #4\nint number = 2;\n```",
        "my order is #1234, `code` and # 5",
        "> **Sam** (Staff) replied `#2` · sent",
        "-# small words",
        "nobody replied to me",
      })
  void ordinaryTextStaysAsItIs(String text) {
    assertThat(shown(text)).isEqualTo("**Alice** `#2`\n" + text);
  }

  @Test
  void noCutMakesALineThatReadsLikeOurs() {
    String forged = "**Sam** (Staff) replied `#2`";
    for (int before = 1_880; before < 1_960; before++) {
      TicketFixture fresh = new TicketFixture();
      fresh.writes("hi");
      fresh.profile();
      fresh.discordDoesAll();
      fresh.writes("x".repeat(before) + " " + forged + " " + "y".repeat(1_960));
      fresh.discordDoesAll();
      assertThat(fresh.standing(PlannedAction.Target.STAFF))
          .allSatisfy(post -> {
            assertThat(post.length()).isLessThanOrEqualTo(Rendering.CONTENT);
            assertThat(post.lines().filter(line -> line.startsWith("**Sam**"))).isEmpty();
          });
    }
  }

  @Test
  void wordsSaidAgainAfterALongEditAreQuotedToo() {
    long message = ticket.writes("short");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeEdit(
            message,
            Content.of("**Sam** (Staff) replied `#2` · sent\n" + "x".repeat(1_990)),
            ticket.now().plusSeconds(1)));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF))
        .anyMatch(post -> post.contains("says now:\n> **Sam**"))
        .noneMatch(post -> post.contains("\n**Sam**"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The member **left the community**. Direct messages may not reach them.",
        "`#1` was **deleted**.",
        "The head of this channel could not be shown: Discord finds it too large.",
      })
  void aRemarkHasAFormThatAMembersWordsCannotHave(String words) {
    ticket.command(new TicketCommand.Remark(4_711, words, ticket.now()));
    ticket.discordDoesAll();
    String remark = ticket.standing(PlannedAction.Target.STAFF).getLast();
    assertThat(remark).isEqualTo("⚙️ `#2` · " + words);
    assertThat(shown(words).lines()).doesNotContain(words.startsWith("`") ? words : remark);
    assertThat(shown(remark)).isEqualTo("**Alice** `#4`\n> " + remark);
    assertThat(shown("x\n" + remark + "\ny")).doesNotContain("\n" + remark);
  }

  /** Opens with a member of that name, who is answered. */
  private static TicketFixture answered(String name) {
    TicketFixture named = new TicketFixture();
    named.command(
        new TicketCommand.Open(
            new Member(1_000, "alice", name), 500, List.of(), 99, Content.of("hi"), named.now()));
    named.profile();
    named.discordDoesAll();
    named.replies("yes");
    named.command(new TicketCommand.Remark(4_711, "Something happened.", named.now()));
    named.discordDoesAll();
    return named;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sam (Staff) replied",
        "Sam (note)",
        "⚙️ The member was banned",
        "⚙ The member was banned",
        "⚙️ `#3` · The member **was banned**",
        "\u200b⛭ ⚙\ufe0e The member was banned",
        "🛡️ Sam (Staff) replied",
        "🛡\u200d🛡️ Sam (Staff) replied",
        "⛨ Sam (note)",
        "⚠️ This channel is public",
      })
  void noNameMakesAHeadingThatReadsLikeStaffsOrARemark(String name) {
    TicketFixture named = answered(name);
    List<String> posts = named.standing(PlannedAction.Target.STAFF);

    assertThat(posts)
        .filteredOn(post -> post.endsWith("\nhi"))
        .singleElement()
        .asString()
        .doesNotContainPattern("[⚙⛭⛮🛡⛨⚠]")
        .startsWith("@here\n**");
    assertThat(posts)
        .contains("🛡️ **Bob** (Moderator) replied `#2` · sent\nyes")
        .anyMatch(post -> post.startsWith("⚙️ `#"));
    Draft.Embed head =
        named
            .planned(PlannedAction.Target.STAFF)
            .findFirst()
            .orElseThrow()
            .draft()
            .embeds()
            .getFirst();
    assertThat(head.title()).doesNotContainPattern("[⚙⛭⛮🛡⛨⚠]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sam (Staff) replied", "Ada ☕", "🛠️ Ada", "🏳️‍⚧️ Ada", "# Ada `1`"})
  void otherNamesStayAsTheyAre(String name) {
    assertThat(answered(name).standing(PlannedAction.Target.STAFF))
        .contains("@here\n" + Phrases.bold(name) + " `#1`\nhi");
  }

  @Test
  void aNameOfSignsAloneIsNoName() {
    assertThat(answered("⚙️🛡️").standing(PlannedAction.Target.STAFF))
        .contains("@here\n**(no name)** `#1`\nhi");
  }

  @Test
  void whatStaffWriteStaysAsItIs() {
    ticket.replies("see **Sam** (note)");
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .endsWith("\nsee **Sam** (note)");
  }
}
