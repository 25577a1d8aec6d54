package dev.switchboard.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.text.NumericAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private static boolean permits(String address, boolean privateToo) {
    return AddressGuard.permits(NumericAddress.of(address).orElseThrow(), privateToo);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::ffff:1.1.1.1",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::1.1.1.1",
        "2001:4860::8888"
      })
  void publicAddressesArePermitted(String address) {
    assertThat(permits(address, false)).isTrue();
    assertThat(permits(address, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "127.255.255.255", "10.0.0.1", "10.255.255.255", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255",
        "::1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1"
      })
  void privateOnesOnlyWhereTheOperatorPermitsThem(String address) {
    assertThat(permits(address, false)).isFalse();
    assertThat(permits(address, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "169.254.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::2",
        "::7f00:1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "100::1",
        "64:ff9b:1::1",
        "4000::1"
      })
  void othersNever(String address) {
    assertThat(permits(address, false)).isFalse();
    assertThat(permits(address, true)).isFalse();
  }

  // ---- URLs

  private static final WebhookSettings STRICT = new WebhookSettings(false, false);
  private static final WebhookSettings TRUSTED = new WebhookSettings(true, true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://hooks.example.com",
        "https://hooks.example.com:8443/a/b?c=d",
        "https://1.1.1.1/",
        "https://[2606:4700::1111]/x",
        "https://xn--bcher-kva.example/"
      })
  void usableUrls(String url) {
    assertThat(WebhookUrl.objection(url, STRICT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://hooks.example.com | https://",
        "http://127.0.0.1/ | https://",
        "ftp://hooks.example.com | https://",
        "https:hooks.example.com | no usable host",
        "https://127.0.0.1/ | not public",
        "https://[::1]/ | not public",
        "https://[::ffff:10.0.0.1]/ | not public",
        "https://169.254.169.254/latest/meta-data | not public",
        "https://2130706433/ | differently",
        "https://127.1/ | no usable host",
        "https://0177.0.0.1/ | differently",
        "https://0x7f.1/ | no usable host",
        "https://sam:secret@hooks.example.com/ | neither a user",
        "https://hooks.example.com/#x | neither a user",
        "https://hooks.example.com:0/ | no usable host or port",
        "https://hooks.example.com:65536/ | no usable host or port",
        "https://ex ample.com/ | no URL",
        "https://bücher.example/ | ASCII",
        "not a url | no URL",
        "/relative | https://"
      })
  void unusableUrls(String url, String why) {
    assertThat(WebhookUrl.objection(url, STRICT).orElseThrow()).contains(why);
  }

  @Test
  void aTrustedNetworkIsPermittedByTheSettings() {
    assertThat(WebhookUrl.objection("http://127.0.0.1:8080/x", TRUSTED)).isEmpty();
    assertThat(WebhookUrl.objection("http://127.0.0.1/", new WebhookSettings(true, false)))
        .isPresent();
    assertThat(WebhookUrl.objection("https://127.0.0.1/", new WebhookSettings(false, true)))
        .isEmpty();
    assertThat(WebhookUrl.objection("https://169.254.169.254/", TRUSTED)).isPresent();
    assertThat(WebhookUrl.objection("https://a.example/" + "x".repeat(2_000), TRUSTED)).isPresent();
  }
}
