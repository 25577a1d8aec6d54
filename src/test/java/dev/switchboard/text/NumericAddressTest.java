package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "255.255.255.255, 255.255.255.255",
    "::1, 0:0:0:0:0:0:0:1",
    "2001:DB8::1, 2001:db8:0:0:0:0:0:1",
    "::ffff:192.0.2.1, 192.0.2.1",
  })
  void anAddressIsReadInItsUsualForm(String written, String address) {
    assertThat(NumericAddress.of(written).orElseThrow().getHostAddress()).isEqualTo(address);
    assertThat(NumericAddress.isAmbiguous(written)).isFalse();
  }

  /** What inet_aton and its likes read as some address, not all of them as the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0177.1",
        "0177.0.0.1",
        "127.0.0.01",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0X7F.0.0.1",
        "127.0.0.1.",
        "256.0.0.1",
        "1.2.3.4.5",
        "::ffff:010.0.0.1",
        "0",
      })
  void whatProgramsReadDifferentlyIsNoAddressAndNoName(String written) {
    assertThat(NumericAddress.of(written)).isEmpty();
    assertThat(NumericAddress.isAmbiguous(written)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a.example", "4.example", "x0", "0xfg", "node-1", "1e.0y"})
  void aNameIsNone(String written) {
    assertThat(NumericAddress.of(written)).isEmpty();
    assertThat(NumericAddress.isAmbiguous(written)).isFalse();
  }

  /** It means something on one machine only. */
  @ParameterizedTest
  @ValueSource(strings = {"fe80::1%lo", "::1%0", "127.0.0.1%lo", "", "::1::", "[::1]", "１.2.3.4"})
  void aZoneAndWhatIsNoAddressAtAllAreNone(String written) {
    assertThat(NumericAddress.of(written)).isEmpty();
  }
}
