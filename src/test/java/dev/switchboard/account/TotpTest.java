package dev.switchboard.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
  /** Of RFC 6238, appendix B. */
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** The vectors of RFC 6238, appendix B, for SHA-1; the last six of their eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void codesAreThoseOfTheStandard(long seconds, String code) {
    Instant at = Instant.ofEpochSecond(seconds);
    assertThat(Totp.code(SECRET, Totp.step(at))).isEqualTo(code);
    assertThat(Totp.stepOf(SECRET, code, at, 0)).isEqualTo(OptionalLong.of(Totp.step(at)));
  }

  @Test
  void aCodeIsGoodOneStepEarlyAndLateAndOnce() {
    Instant at = Instant.ofEpochSecond(1_111_111_110);
    long step = Totp.step(at);
    String code = Totp.code(SECRET, step);
    for (int late = -30; late <= 30; late += 30) {
      assertThat(Totp.stepOf(SECRET, code, at.plusSeconds(late), step - 5)).hasValue(step);
    }
    assertThat(Totp.stepOf(SECRET, code, at.plusSeconds(60), 0)).isEmpty();
    assertThat(Totp.stepOf(SECRET, code, at.minusSeconds(60), 0)).isEmpty();
    assertThat(Totp.stepOf(SECRET, code, at, step)).as("used").isEmpty();
    assertThat(Totp.stepOf(SECRET, "", at, 0)).isEmpty();
    assertThat(Totp.stepOf(SECRET, code + "0", at, 0)).isEmpty();
  }

  /** The vectors of RFC 4648, section 10, without padding. */
  @ParameterizedTest
  @CsvSource({
    "f, MY",
    "fo, MZXQ",
    "foo, MZXW6",
    "foob, MZXW6YQ",
    "fooba, MZXW6YTB",
    "foobar, MZXW6YTBOI"
  })
  void secretsAreInBase32(String text, String base32) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(Totp.base32(bytes)).isEqualTo(base32);
    assertThat(Totp.bytes(base32)).isEqualTo(bytes);
  }
}
