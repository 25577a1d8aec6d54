package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.DiscordClient;
import dev.switchboard.text.Literal;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.read.ListedHistory;
import dev.switchboard.ticket.show.ChannelTopic;
import dev.switchboard.ticket.show.Phrases;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that people choose are shown as names wherever they stand between words of ours. */
class LiteralNameTest {
  private static DiscordClient discord;

  @BeforeAll
  static void start() throws IOException {
    discord = DiscordClient.start();
  }

  @AfterAll
  static void stop() {
    discord.close();
  }

  /** Names, and what is seen of them. */
  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of("Alice", "Alice"),
        Arguments.of("```js\ncode", "```js code"),
        Arguments.of("[free](https://evil.example)", "[free](https://evil.example)"),
        Arguments.of("<@&123456789012345678>", "<@&123456789012345678>"),
        Arguments.of(
            "<@123456789012345678> <#123456789012345678>",
            "<@123456789012345678> <#123456789012345678>"),
        Arguments.of(
            "<t:1700000000:R> <:smile:123456789012345678>",
            "<t:1700000000:R> <:smile:123456789012345678>"),
        Arguments.of("https://evil.example/a_b_c", "https://evil.example/a_b_c"),
        Arguments.of("<https://evil.example>", "<https://evil.example>"),
        Arguments.of("discord.gg/evil", "discord.gg/evil"),
        Arguments.of("a](https://evil.example) [b", "a](https://evil.example) [b"),
        Arguments.of("@everyone and @here", "@everyone and @here"),
        Arguments.of("abc\u202ecba\u2066x\u2069\u200f", "abccbax"),
        Arguments.of("a\u200bb\u200dc\u00ad\ufeff\u2060d\u3164", "abcd"),
        Arguments.of(
            "one\ntwo\r\nthree\u2028four\u0000five\u0085six", "one two three four�five six"),
        Arguments.of("**bold** ||hidden|| ~~x~~ __y__ *z*", "**bold** ||hidden|| ~~x~~ __y__ *z*"),
        Arguments.of("half \ud83d", "half �"),
        Arguments.of("ends in \\", "ends in \\"),
        Arguments.of("# big", "# big"),
        Arguments.of("-# small", "-# small"),
        Arguments.of("> quoted", "> quoted"),
        Arguments.of(">>> quoted", ">>> quoted"),
        Arguments.of("1. one", "1. one"),
        Arguments.of("Tom 👨‍👩‍👧 ❤️", "Tom 👨‍👩‍👧 ❤️"),
        Arguments.of("می\u200cخواهم", "می\u200cخواهم"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsJustAName(String name, String seen) {
    assertThat(Literal.visible(name)).isEqualTo(seen);
    String heading = Phrases.bold(name) + " `#2`";
    assertThat(heading).doesNotContain("\n");
    List<String> shown = discord.shows(heading);
    assertThat(shown)
        .allMatch(letter -> letter.contains("strong") || letter.contains("inlineCode"));
    assertThat(letters(shown)).isEqualTo(letters(discord.shows(escaped(seen))) + "#2");
    assertThat(letters(discord.shows(Phrases.plain(name))))
        .isEqualTo(letters(discord.shows(escaped(seen))));
    assertThat(discord.shows(Phrases.plain(name)))
        .allMatch(letter -> !letter.contains(" (") || letter.contains("twemoji"));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFilesNameIsTheLabelOfItsLink(String name, String seen) {
    assertThat(discord.shows("[" + Phrases.label(name) + "](<https://files.example/1>)"))
        .allMatch(letter -> letter.contains("link https://files.example/1"));
  }

  @Test
  void aNameWithoutALookIsSaidToBeNone() {
    assertThat(Phrases.bold("\u3164\u200b")).isEqualTo("**(no name)**");
  }

  /** A text in which each sign is escaped. */
  private static String escaped(String text) {
    return text.replaceAll("[!-/:-@\\[-`{-~]", "\\\\$0");
  }

  private static String letters(List<String> shown) {
    StringBuilder letters = new StringBuilder();
    for (String letter : shown) {
      letters.append(letter.replaceFirst(" \\(.*", ""));
    }
    return letters.toString();
  }

  @ParameterizedTest
  @MethodSource("names")
  void allPlacesThatNameSomebodyShowTheName(String name, String seen) {
    TicketFixture ticket = new TicketFixture();
    ticket.command(
        new TicketCommand.Open(
            new Member(1_000, name, name), 500, List.of(), 1, Content.of("hi"), ticket.now()));
    ticket.command(
        new TicketCommand.TakeProfile(
            new Profile.Present(name, Instant.EPOCH, List.of(name, "Member")), ticket.now()));
    PlannedAction.OpenChannel open =
        ticket.under().stream()
            .filter(PlannedAction.OpenChannel.class::isInstance)
            .map(PlannedAction.OpenChannel.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(open.toString()).doesNotContain("\u202e");
    assertThat(ChannelTopic.of(ticket.book().opening()))
        .contains(Phrases.plain(name))
        .doesNotContain("\n", "\u202e", "\u0000", "\u200b");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Reply(
            9, new Staff(2_000, name, name), Content.of("yes"), false, true, ticket.now()));
    ticket.discordDoesAll();

    assertThat(ticket.standing(PlannedAction.Target.STAFF).getFirst())
        .isEqualTo(
            "@here\n" + Phrases.bold(name).replaceAll("@(?=everyone|here)", "＠") + " `#1`\nhi");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .startsWith(
            "🛡️ " + Phrases.bold(name) + " (" + Phrases.plain(name) + ") replied `#2` · sent");
    assertThat(ticket.standing(PlannedAction.Target.MEMBER).getLast())
        .isEqualTo("**" + Phrases.plain(name + " (" + name + ")") + "**\nyes");
    Draft.Embed head =
        ticket
            .planned(PlannedAction.Target.STAFF)
            .findFirst()
            .orElseThrow()
            .draft()
            .embeds()
            .getFirst();
    assertThat(head.title()).isEqualTo("Ticket #7: " + Phrases.plain(name));
    assertThat(head.fields())
        .extracting(Draft.Field::value)
        .contains(Phrases.plain(name), Phrases.plain(name) + ", Member");
    String page = ListedHistory.page(ticket.journal(), ticket.rules().links());
    assertThat(page).doesNotContain("\u202e", "\u200b", "\u2028");
  }
}
