package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyAdviceTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, https://tickets.example.org, true",
    "0.0.0.0, https://tickets.example.org, true",
    "127.0.0.1, http://tickets.example.org, true",
    "::1, http://203.0.113.7, true",
    "localhost, http://tickets.example.org, true",
    // Reached directly, or from this machine only.
    "0.0.0.0, http://tickets.example.org:3002, false",
    "203.0.113.7, http://203.0.113.7:3002, false",
    "127.0.0.1, http://127.0.0.1:3002, false",
    "127.0.0.1, http://localhost:3002, false",
    "::1, http://[::1]:3002, false",
    "127.0.0.1, '', false",
  })
  void aProxyThatThereMustBeIsMissed(String host, String publicUrl, boolean missed) {
    Optional<URI> url = Optional.of(publicUrl).filter(text -> !text.isEmpty()).map(URI::create);

    assertThat(ProxyAdvice.about(new HttpSettings(host, 3002, url, HttpSettings.Trust.NONE)))
        .matches(advice -> advice.isPresent() == missed);
  }

  @Test
  void oneThatIsNamedIsNotMissed() {
    HttpSettings.Trust trust =
        new HttpSettings.Trust(
            new AddressRanges(Set.of(AddressRanges.Range.parse("127.0.0.1").orElseThrow())),
            List.of());

    assertThat(
            ProxyAdvice.about(
                new HttpSettings(
                    "127.0.0.1",
                    3002,
                    Optional.of(URI.create("https://tickets.example.org")),
                    trust)))
        .isEmpty();
  }
}
