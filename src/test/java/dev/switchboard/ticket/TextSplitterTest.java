package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSplitterTest {
  @Test
  void aShortTextIsOnePart() {
    assertThat(TextSplitter.split(" hello ", 100, 100)).containsExactly("hello");
    assertThat(TextSplitter.split("", 100, 100)).containsExactly("");
  }

  @Test
  void aCutCodeBlockIsClosedAndOpenedAgain() {
    String text = "look:\n```java\n" + "int one = 1;\n".repeat(30) + "```\ndone";
    List<String> parts = TextSplitter.split(text, 200, 200);
    assertThat(parts).hasSizeGreaterThan(1);
    assertThat(parts)
        .allSatisfy(part -> {
          assertThat(part.length()).isLessThanOrEqualTo(200);
          assertThat(part.split("```", -1).length % 2).as(part).isEqualTo(1);
        });
    assertThat(parts.get(1)).startsWith("```java\n");
    assertThat(String.join("", parts).split("int one", -1)).hasSize(31);
  }

  @Test
  void aCharacterOfTwoUnitsIsNotCut() {
    String text = "👍".repeat(300);
    assertThat(TextSplitter.split(text, 101, 101))
        .allSatisfy(part -> assertThat(part).matches("(👍)+"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void noWordIsLost(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < 400; n++) {
      text.append('w').append(n).append(random.nextInt(8) == 0 ? "\n" : " ");
    }
    List<String> parts = TextSplitter.split(text.toString(), 150, 300);
    assertThat(parts)
        .as("seed %d", seed)
        .allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(300));
    assertThat(String.join(" ", parts).split("\\s+"))
        .as("seed %d", seed)
        .isEqualTo(text.toString().strip().split("\\s+"));
  }
}
