package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnseenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\t\u00a0\u3000",
        "\u200b",
        "\u2060\ufeff\u180e",
        "\u3164 \u115f\u1160\uffa0",
        "\ufe0f\ufe00\udb40\udd00",
        "\udb40\udc01\udb40\udc67\udb40\udc7f",
        "\u0301\u0308\u20dd",
        "\u200d\u200c\u034f\u17b4",
        "\u202e\u2066\u2069\u200f",
        "\u2800\ufffc\u00ad",
        "\u2065\ufff0\udb40\udc80",
      })
  void whatNobodySees(String text) {
    assertThat(Unseen.is(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "\u200ba",
        "e\u0301",
        "👩‍👩‍👧",
        "❤️",
        "1️⃣",
        "🏴\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f",
        "<:wave:123456789012345678>",
        "한",
        "می\u200cخواهم",
        "\ud83e\udedd",
        "\ue000",
        "\ufffd",
      })
  void whatIsSeen(String text) {
    assertThat(Unseen.is(text)).isFalse();
  }
}
