package dev.switchboard.http.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostNamesTest {
  private final HostNames names = new HostNames(Set.of("Desk.example.org", "192.0.2.7"));

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.0.0.1:3002, true",
    "localhost:9000, true",
    "LOCALHOST, true",
    "[::1]:3002, true",
    "desk.example.org:3002, true",
    "192.0.2.7, true",
    "'', false",
    "evil.example, false",
    "evil.example:3002, false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example, false",
    "127.0.0.1@evil.example, false",
    "evil.example#127.0.0.1, false",
    "'127.0.0.1, evil.example', false",
    "127.0.0.1:x, false",
    "::1, false",
    "[::1, false",
    "127.1, false",
    "0.0.0.0:3002, false",
    "192.0.2.8, false"
  })
  void onlyNamesOfThisServer(String host, boolean allowed) {
    assertThat(names.allow(host)).isEqualTo(allowed);
  }
}
