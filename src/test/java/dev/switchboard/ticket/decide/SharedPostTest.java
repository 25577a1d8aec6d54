package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.DiscordClient;
import dev.switchboard.text.RandomMarkdown;
import dev.switchboard.text.WellFormed;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.show.Rendering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In a post of several messages each looks as its author wrote it, and so do parts of a long one.
 */
class SharedPostTest {
  private static DiscordClient discord;

  private final TicketFixture ticket = new TicketFixture();

  @BeforeAll
  static void start() throws IOException {
    discord = DiscordClient.start();
  }

  @AfterAll
  static void stop() {
    discord.close();
  }

  @BeforeEach
  void open() {
    ticket.writes("hi");
    ticket.profile();
    ticket.discordDoesAll();
  }

  private static List<String> shown(String... texts) {
    return Stream.of(texts).flatMap(text -> discord.shows(text).stream()).toList();
  }

  private String together(String... texts) {
    ticket.writesTogether(100_000, List.of(texts));
    ticket.discordDoesAll();
    return ticket.standing(PlannedAction.Target.STAFF).getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**bold without end",
        "||hidden without end",
        "~~gone",
        "*it",
        "__under",
        "```\ncode without end",
        "`code",
        ">>> all that follows\nis quoted",
        "> quoted ||open",
        "# heading **open",
        "-# small ||open",
        "- item **open",
        "[words",
        "***both**",
        "> ```\n> open in a quotation",
      })
  void noFormatReachesTheNextMessage(String open) {
    String post = together(open, "plain", open);
    assertThat(discord.shows(post))
        .as(post)
        .isEqualTo(
            shown("**Alice** `#2`", open, "**Alice** `#3`", "plain", "**Alice** `#4`", open));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void messagesAtRandomLookAsTheyWereWritten(long seed) {
    RandomMarkdown random = new RandomMarkdown(seed);
    String one = random.spans(15).replace("`", "");
    String two = random.spans(15).replace("`", "");
    String post = together(one, two);
    assertThat(discord.shows(post))
        .as("seed %d: %s", seed, post)
        .isEqualTo(shown("**Alice** `#2`", one.strip(), "**Alice** `#3`", two.strip()));
  }

  @Test
  void whatIsAddedToATextStandsOutsideOfItsFormats() {
    ticket.command(
        new TicketCommand.TakeMessage(
            TicketFixture.ALICE,
            77,
            new Content(">>> ||hidden **bold", List.of(), List.of("Sticker: ||", "**Poll: a"), 0),
            ticket.now()));
    ticket.discordDoesAll();
    assertThat(discord.shows(ticket.standing(PlannedAction.Target.STAFF).getLast()))
        .isEqualTo(shown("**Alice** `#2`", ">>> ||hidden **bold", "Sticker: ||", "**Poll: a"));
  }

  @Test
  void aLongMessageIsAsItWasWrittenInEachPart() {
    String words = "word ".repeat(900).strip();
    for (String text : List.of("||" + words + "||", "**" + words + "** end", ">>> " + words)) {
      int before = ticket.standing(PlannedAction.Target.STAFF).size();
      ticket.writes(text);
      ticket.discordDoesAll();
      List<String> letters = new ArrayList<>();
      for (String post :
          ticket.standing(PlannedAction.Target.STAFF).stream().skip(before).toList()) {
        assertThat(post.length()).isLessThanOrEqualTo(Rendering.CONTENT);
        letters.addAll(discord.shows(post.substring(post.indexOf('\n') + 1)));
      }
      assertThat(letters).as(text.substring(0, 9)).isEqualTo(discord.shows(text));
    }
  }

  @Test
  void aLongReplyIsAsItWasWrittenInEachPart() {
    String text = "||" + "word ".repeat(900).strip() + "||";
    ticket.replies(text);
    ticket.discordDoesAll();
    List<String> posts = ticket.standing(PlannedAction.Target.MEMBER);
    List<String> own = posts.subList(1, posts.size());
    assertThat(own).hasSize(3);
    List<String> expected = new ArrayList<>(shown("**Bob (Moderator)**"));
    expected.addAll(discord.shows(text));
    assertThat(shown(own.toArray(String[]::new))).isEqualTo(expected);
  }

  @Test
  void aFormerTextThatIsCutHidesWhatItHid() {
    long message = ticket.writes("||" + "secret ".repeat(280) + "||");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("new"), ticket.now().plusSeconds(1)));
    Draft.Embed former = embedsOfTheLastChange().getFirst();
    assertThat(discord.shows(former.description()))
        .hasSizeGreaterThan(1_000)
        .filteredOn(letter -> !letter.contains("spoiler"))
        .isEqualTo(shown("… (whole in the history)"));
  }

  @Test
  void noCharacterIsCut() {
    String text = "x".repeat(1_990) + "🧑🏽‍🚀".repeat(40) + "e\u0301".repeat(1_000);
    long message = ticket.writes(text);
    ticket.discordDoesAll();
    List<String> posts = ticket.standing(PlannedAction.Target.STAFF);
    StringBuilder joined = new StringBuilder();
    for (String post : posts.subList(1, posts.size())) {
      assertThat(post.length()).isLessThanOrEqualTo(Rendering.CONTENT);
      String part = post.substring(post.indexOf('\n') + 1);
      assertThat(part).doesNotStartWith("\u200d").doesNotStartWith("\u0301");
      assertThat(WellFormed.text(part)).isEqualTo(part);
      joined.append(part);
    }
    assertThat(joined.toString()).isEqualTo(text);

    ticket.command(
        new TicketCommand.TakeEdit(message, Content.of("new"), ticket.now().plusSeconds(1)));
    assertThat(embedsOfTheLastChange())
        .allSatisfy(former ->
            assertThat(WellFormed.text(former.description())).isEqualTo(former.description()));
  }

  private List<Draft.Embed> embedsOfTheLastChange() {
    return ticket.under().stream()
        .filter(PlannedAction.Amend.class::isInstance)
        .map(PlannedAction.Amend.class::cast)
        .flatMap(amend -> amend.draft().embeds().stream())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {78, 79, 80, 81, 82, 83, 84, 85})
  void theExcerptOfAnAnsweredMessageEndsBetweenCharacters(int before) {
    long first = ticket.writes("x".repeat(before - 5) + "🧑🏽‍🚀".repeat(3));
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeMessage(
            TicketFixture.ALICE,
            78,
            new Content("yes", List.of(), List.of(), first),
            ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .matches("(?s).*in reply to `#2`: x+(🧑🏽‍🚀)*…?\\nyes");
  }
}
