package dev.switchboard.http.endpoint;

import static dev.switchboard.http.endpoint.PlayedApi.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "8e03978e-40d5     | 8e03978e-40d5",
        "\"8e03978e-40d5\" | 8e03978e-40d5",
        "\"a \\\"b\\\\\"   | a \"b\\",
        "a\"b              | a\"b"
      })
  void aKeyIsTakenWithQuotesAndWithout(String sent, String key) {
    assertThat(IdempotencyKey.of(request("POST", "/").header("Idempotency-Key", sent).sent()))
        .hasValue(key);
  }

  @Test
  void aRequestNeedsNoKey() {
    assertThat(IdempotencyKey.of(request("POST", "/").sent())).isEmpty();
    assertThat(
            IdempotencyKey.of(
                request("POST", "/").header("Idempotency-Key", "k".repeat(255)).sent()))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "\"a", "\"a\"b\"", "\"a\\b\"", "ä", "a\tb"})
  void whatIsNoKeyIsRefused(String sent) {
    refused(sent);
  }

  @Test
  void aKeyOfMoreThan255CharactersIsRefused() {
    refused("k".repeat(256));
  }

  private static void refused(String sent) {
    assertThatThrownBy(
            () -> IdempotencyKey.of(request("POST", "/").header("Idempotency-Key", sent).sent()))
        .isInstanceOf(ProblemException.class);
  }
}
