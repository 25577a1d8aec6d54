package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  private static DiscordClient discord;

  @BeforeAll
  static void start() throws IOException {
    discord = DiscordClient.start();
  }

  @AfterAll
  static void stop() {
    discord.close();
  }

  private static List<String> shown(List<String> texts) {
    List<String> letters = new ArrayList<>();
    texts.forEach(text -> letters.addAll(discord.shows(text)));
    return letters;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "**bold**, *it*, __un__, ~~gone~~, ||hidden||, `code`, ***both***",
        "2 * 3 = 6",
        "* one\n* two",
        "- one\n  - **two**",
        "# Heading\n-# small",
        "> quoted **bold**\nnot",
        "```java\nint a_b = 2 ** 3;\n```",
        "[words](https://a.b/c_d) <https://a.b> https://a.b/c_d_e",
        "<@123> <:smile_x:123> ¯\\_(ツ)_/¯ \\*not\\*",
      })
  void whatIsClosedStaysAsItIs(String text) {
    assertThat(Markdown.contained(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "**bold without end",
        "*it",
        "_it",
        "snake_case",
        "__un",
        "~~gone",
        "||hidden",
        "`code",
        "```\ncode",
        "```js\ncode",
        ">>> all\nthat follows",
        "> quoted **open",
        "# heading ||open",
        "-# small **open",
        "- item **open",
        "[words",
        "[words](http://a.b",
        "words](http://a.b)",
        "<http://a.b",
        "***a**",
        "***a*",
        "**a *b** c*",
        "||a `b|| c`",
        "a \\",
        "**a\n> b\n",
        ">>> ```\nopen",
      })
  void whatIsOpenReachesNothingElse(String open) {
    for (String other : List.of("plain", "**", "x* y_ z__ ~~ || ` ``` **b** ](http://c.d)", open)) {
      String post = Markdown.contained(open) + "\n" + Markdown.contained(other);
      assertAlike(post, discord.shows(post), shown(List.of(open, other)));
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void textsOfOnePostStandForThemselves(long seed) {
    RandomMarkdown random = new RandomMarkdown(seed);
    String one = random.text(12).strip();
    String two = random.text(12).strip();
    String heading = "**Alice** `#2`";
    String post =
        String.join(
            "\n", heading, Markdown.contained(one), heading, Markdown.contained(two), heading);
    assertAlike(post, discord.shows(post), shown(List.of(heading, one, heading, two, heading)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void partsOfATextLookLikeIt(long seed) {
    String text = new RandomMarkdown(seed).spans(120).strip();
    List<String> parts = Markdown.split(text, 150, 200);
    assertThat(parts)
        .as("seed %d: %s", seed, text)
        .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(200));
    assertAlike(text + " -> " + parts, shown(parts), discord.shows(text));
  }

  /** As an assertion of lists, with only the neighbourhood of the first difference. */
  private static void assertAlike(String what, List<String> shown, List<String> expected) {
    List<String> found = shown.stream().map(MarkdownTest::plainSigns).toList();
    List<String> right = expected.stream().map(MarkdownTest::plainSigns).toList();
    int at = 0;
    while (at < Math.min(found.size(), right.size()) && found.get(at).equals(right.get(at))) {
      at++;
    }
    int from = Math.max(0, at - 5);
    assertThat(found.subList(from, Math.min(found.size(), at + 5)))
        .as("letter %d of %s", at, what)
        .isEqualTo(right.subList(from, Math.min(right.size(), at + 5)));
  }

  /**
   * A code that begins with more signs than end it keeps those for its own; we show them before.
   */
  private static String plainSigns(String letter) {
    return letter.startsWith("`") ? "`" : letter;
  }

  @Test
  void aCutFormatIsClosedAndOpenedAgain() {
    String words = "word ".repeat(100).strip();
    for (String text :
        List.of(
            "**" + words + "**",
            "||" + words + "|| end",
            "~~**" + words + "**~~",
            ">>> " + words,
            "> " + words + "\nnot quoted",
            "-# " + words,
            "```js\n" + words + "\n```",
            "> ```js\n> " + words + "\n> ```",
            "`" + words + "`",
            "**open and " + words)) {
      List<String> parts = Markdown.split(text, 150, 200);
      assertThat(parts).as(text).hasSizeGreaterThan(2);
      assertAlike(text, shown(parts), discord.shows(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"``code`", "```\n```", "[a](http://b.c"})
  void whatOnlyAnotherTextWouldCloseChangesNothingOfIt(String open) {
    String other = "`` ``` ) plain";
    List<String> shown = discord.shows(Markdown.contained(open) + "\n" + Markdown.contained(other));
    assertThat(shown).endsWith("`", "`", "`", "`", "`", ")", "p", "l", "a", "i", "n");
  }

  @Test
  void partsJoinedAreTheText() {
    for (String text :
        List.of(
            "a".repeat(190) + "🧑🏽‍🚀".repeat(40),
            "e\u0301".repeat(400),
            "x" + "🇩🇪".repeat(200),
            "a.b-c+d".repeat(80),
            "z" + "\u0301".repeat(600))) {
      List<String> parts = Markdown.split(text, 200, 200);
      assertThat(String.join("", parts)).isEqualTo(text);
      assertThat(parts)
          .allSatisfy(part -> {
            assertThat(part.length()).isBetween(1, 200);
            assertThat(WellFormed.text(part)).isEqualTo(part);
            assertThat(part).doesNotStartWith("\u200d").doesNotStartWith("🏽");
          });
    }
  }
}
