package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.2, 10.0.0.2, true",
    "10.0.0.2, 10.0.0.3, false",
    "10.0.0.0/8, 10.255.0.1, true",
    "10.1.2.3/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.168.16.0/20, 192.168.31.255, true",
    "192.168.16.0/20, 192.168.32.0, false",
    "203.0.113.6/31, 203.0.113.7, true",
    "203.0.113.6/31, 203.0.113.8, false",
    "fd00::/8, fdff::1, true",
    "fd00::/8, fe00::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:10.0.0.0/104, 10.9.9.9, true",
    "::ffff:10.0.0.2, 10.0.0.2, true",
    "10.0.0.0/8, 2001:db8::1, false",
    "::/1, 10.0.0.1, false",
    "[::1], ::1, true",
    "fe80::1%eth0, fe80::1, true",
    "127.0.0.0/8, ::ffff:127.0.0.9, true",
  })
  void aRangeHoldsWhatBeginsAsItDoes(String range, String address, boolean held) {
    assertThat(
            AddressRanges.Range.parse(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
        .isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example",
        "10.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "::1/129",
        "0.0.0.0/0",
        "::/0",
        "10.0.0.1:80",
        "[::1]:80",
        "10.0.0.0/8/8",
        "010.0.0.1",
        "::ffff:010.0.0.1",
        "::ffff:10.0.0.0/96",
        "*"
      })
  void whatIsNoRangeOrAllAddressesIsRefused(String text) {
    assertThat(AddressRanges.Range.parse(text)).isEmpty();
  }
}
