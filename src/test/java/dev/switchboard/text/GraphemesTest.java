package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphemesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "🧑🏽‍🚀",
        "e\u0301",
        "🇩🇪",
        "👨‍👩‍👧‍👦",
        "❤️",
        "1️⃣",
        "क्षि",
        "\r\n",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿"
      })
  void aCharacterIsTakenWholeOrNotAtAll(String character) {
    String text = "abc" + character.repeat(3);
    for (int limit = 0; limit <= text.length() + 1; limit++) {
      String beginning = Graphemes.beginning(text, limit);
      assertThat(beginning.length()).isLessThanOrEqualTo(limit);
      int whole = Math.min(3, Math.max(0, limit - 3) / character.length());
      assertThat(beginning)
          .isEqualTo("abc".substring(0, Math.min(3, limit)) + character.repeat(whole));
    }
  }

  @Test
  void aCharacterLongerThanTheLimitIsCutBetweenItsCodePoints() {
    assertThat(Graphemes.beginning("z" + "\u0301".repeat(50), 10)).hasSize(10);
    assertThat(Graphemes.beginning("👨‍👩‍👧‍👦", 4)).isEqualTo("👨‍");
    assertThat(Graphemes.beginning("👨‍👩‍👧‍👦", 1)).isEmpty();
  }

  @Test
  void whatIsShortenedSaysSo() {
    assertThat(Graphemes.shortened("abcd", 4)).isEqualTo("abcd");
    assertThat(List.of(Graphemes.shortened("abcde", 4), Graphemes.shortened("ab👍👍", 4)))
        .containsExactly("abc…", "ab…");
  }
}
