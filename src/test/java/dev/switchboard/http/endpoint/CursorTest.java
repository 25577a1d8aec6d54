package dev.switchboard.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CursorTest {
  @Test
  void aCursorIsReadAsThePlaceThatItWasMadeOf() {
    for (long key : List.of(1L, 5_000L, Long.MAX_VALUE, 0L, -1L)) {
      String cursor = Cursor.of("messages 7", key);
      assertThat(cursor).matches("[A-Za-z0-9_-]{20}");
      assertThat(Cursor.key("messages 7", cursor)).isEqualTo(key);
    }
  }

  @Test
  void aCursorOfAnotherListIsRefused() {
    refused("messages 8", Cursor.of("messages 7", 5));
  }

  @Test
  void whatIsNoCursorIsRefused() {
    byte[] bytes = Base64.getUrlDecoder().decode(Cursor.of("messages 7", 5));
    bytes[0] = 2;
    String ofALaterVersion = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    for (String text :
        List.of(
            "",
            "5",
            "%",
            "ä",
            "AAAA",
            "A".repeat(1_000),
            ofALaterVersion,
            Cursor.of("messages 7", 5) + "=")) {
      refused("messages 7", text);
    }
  }

  private static void refused(String list, String cursor) {
    assertThatThrownBy(() -> Cursor.key(list, cursor))
        .as(cursor)
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown -> assertThat(thrown.problem().code()).isEqualTo(ProblemCode.INVALID_CURSOR));
  }
}
