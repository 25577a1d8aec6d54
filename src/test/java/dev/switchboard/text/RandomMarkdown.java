package dev.switchboard.text;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Texts as nobody writes them: all signs of Discord's Markdown, at random. */
public final class RandomMarkdown {
  private static final List<String> SIGNS =
      List.of(
          "*",
          "*",
          "**",
          "***",
          "_",
          "__",
          "___",
          "~~",
          "||",
          "`",
          "``",
          "```",
          "```js\n",
          "\\",
          " > ",
          "x# ",
          "- ",
          "1. ",
          "\n",
          "[a](http://b.c)",
          "[",
          ")",
          "<http://b.c>",
          "< ",
          ">",
          "http://b.c/d_e_f ",
          "@here",
          "<@12345678901234567>");
  private static final List<String> LINES = List.of("\n> ", "\n>>> ", "\n\n# ", "\n\n-# ", "\n- ");
  private static final List<String> WORDS =
      List.of(
          "a",
          "b",
          "word",
          " ",
          " ",
          " ",
          "snake_case",
          "é",
          "e\u0301",
          "👍",
          "🧑🏽‍🚀",
          "2 * 3",
          "🇩🇪");

  private final RandomGenerator random;

  public RandomMarkdown(long seed) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A text of so many signs and words, with quotations, headings and lists. */
  public String text(int length) {
    return text(length, 8);
  }

  /** The same without what begins at a line's beginning. */
  public String spans(int length) {
    return text(length, 0);
  }

  private String text(int length, int lines) {
    StringBuilder text = new StringBuilder("x");
    for (int i = 0; i < length; i++) {
      int kind = random.nextInt(100);
      text.append(kind < lines ? one(LINES) : kind < 40 ? one(SIGNS) : one(WORDS));
    }
    return text.append("x").toString();
  }

  private String one(List<String> choice) {
    return choice.get(random.nextInt(choice.size()));
  }
}
