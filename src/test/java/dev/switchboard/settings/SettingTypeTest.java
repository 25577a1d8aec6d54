package dev.switchboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTypeTest {
  private static final String CHARACTERS = "value contains disallowed characters";
  private static final String CONTROL = "value contains invalid characters";

  @ParameterizedTest
  @CsvSource({
    "PORT,1,1",
    "PORT,65535,65535",
    "PORT,+25,25",
    "PORT,0025,25",
    "SECONDS,1,1",
    "SECONDS,086400,86400",
    "HOST,mail.example.com,mail.example.com",
    "HOST,203.0.113.1,203.0.113.1",
    "HOST,2001:db8::1,2001:db8::1",
    "HOST,localhost,localhost",
    "ADDRESS,192.168.1.1,192.168.1.1",
    "ADDRESS,::1,::1",
    "ADDRESS,0.0.0.0,0.0.0.0",
    "REALM,turn.example.com,turn.example.com",
    "RELAY_ADDRESS,203.0.113.1,203.0.113.1",
    "RELAY_ADDRESS,2001:db8::1,2001:db8::1",
    "RELAY_ADDRESS,::ffff:203.0.113.1,::ffff:203.0.113.1",
    "URL,https://iroh.example.com,https://iroh.example.com",
    "URL,http://[2001:db8::1]:3340/,http://[2001:db8::1]:3340/",
    "CIPHER,aes-128-gcm,aes-128-gcm",
    "CIPHER,AEAD_CHACHA20_POLY1305,AEAD_CHACHA20_POLY1305",
    "SECRET,my-secret-key-42,my-secret-key-42",
    "SECRET,Zm9v+/==~_:@,Zm9v+/==~_:@",
    "SECRET,=abc,=abc",
    "SECRET,#$%&()*;<>?[]^{|}!,#$%&()*;<>?[]^{|}!",
    "FLAG,true,true",
    "FLAG,OFF,false",
    "PATH,/api/admin,/api/admin",
    "RELAY_PORT,050000,50000",
  })
  void whatCanBeUsedIsKeptInItsOneForm(SettingType settingType, String value, String canonical) {
    assertThat(settingType.objection(value)).isEmpty();
    assertThat(settingType.canonical(value)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatCannotBeUsedIsSaidInTheWordsOfTheContract(
      SettingType settingType, String value, String words) {
    assertThat(settingType.objection(value)).hasValue(words);
  }

  static Stream<Arguments> unusable() {
    String port = "invalid port number: must be 1-65535";
    String seconds = "invalid TTL: must be a positive integer";
    String relay = "invalid IP address: expected that of one machine";
    return Stream.of(
        Arguments.of(SettingType.PORT, "0", port),
        Arguments.of(SettingType.PORT, "65536", port),
        Arguments.of(SettingType.PORT, "99999999999999999999", port),
        Arguments.of(SettingType.PORT, "-1", port),
        Arguments.of(SettingType.PORT, "25.0", port),
        Arguments.of(SettingType.PORT, "abc", port),
        Arguments.of(SettingType.PORT, "٢٥", port),
        Arguments.of(SettingType.PORT, "25\n  malicious true", CONTROL),
        Arguments.of(SettingType.SECONDS, "0", seconds),
        Arguments.of(SettingType.SECONDS, "-10", seconds),
        Arguments.of(SettingType.SECONDS, "1h", seconds),
        Arguments.of(SettingType.SECONDS, "9999999999", seconds),
        Arguments.of(SettingType.HOST, "host.com\u0000evil", CONTROL),
        Arguments.of(SettingType.HOST, "host.com\revil", CONTROL),
        Arguments.of(SettingType.HOST, "has space", CHARACTERS),
        Arguments.of(SettingType.HOST, "-a.example", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "a..b", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "300.1.1.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "0177.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "2130706433", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "0x7f.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "127.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "010.0.0.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "::ffff:010.0.0.1", "invalid host name or IP address"),
        Arguments.of(SettingType.HOST, "a".repeat(254), "value too long (max 253 characters)"),
        Arguments.of(SettingType.ADDRESS, "example.com", "invalid IP address"),
        Arguments.of(SettingType.ADDRESS, "1", "invalid IP address"),
        Arguments.of(SettingType.ADDRESS, "010.0.0.1", "invalid IP address"),
        Arguments.of(SettingType.ADDRESS, "0177.0.0.1", "invalid IP address"),
        Arguments.of(SettingType.ADDRESS, "::ffff:010.0.0.1", "invalid IP address"),
        Arguments.of(SettingType.RELAY_ADDRESS, "203.0.113.01", "invalid IP address"),
        Arguments.of(SettingType.ADDRESS, "256.1.1.1", "invalid IP address"),
        Arguments.of(
            SettingType.REALM, "a.".repeat(63) + "ab", "value too long (max 127 characters)"),
        Arguments.of(
            SettingType.REALM, "a.".repeat(126) + "a", "value too long (max 127 characters)"),
        Arguments.of(SettingType.REALM, "-a.example", "invalid host name or IP address"),
        Arguments.of(SettingType.RELAY_ADDRESS, "example.com", "invalid IP address"),
        Arguments.of(SettingType.RELAY_ADDRESS, "0.0.0.0", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "::", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "0:0:0:0:0:0:0:0", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "224.0.0.1", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "239.255.255.255", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "ff02::1", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "255.255.255.255", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "::ffff:0.0.0.0", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "::ffff:e000:1", relay),
        Arguments.of(SettingType.RELAY_ADDRESS, "::ffff:255.255.255.255", relay),
        Arguments.of(
            SettingType.URL,
            "ftp://example.com",
            "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            SettingType.URL, "example.com", "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            SettingType.URL,
            "http://2130706433/",
            "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            SettingType.URL,
            "http://010.0.0.1:3340",
            "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            SettingType.URL,
            "http://[::ffff:010.0.0.1]/",
            "invalid URL: must begin with http:// or https://"),
        Arguments.of(SettingType.URL, "https://a?b", CHARACTERS),
        Arguments.of(
            SettingType.CIPHER,
            "rc4-md5",
            "unknown cipher (expected"
                + " aes-128-gcm|aes-192-gcm|aes-256-gcm|chacha20-ietf-poly1305|xchacha20-ietf-poly1305)"),
        Arguments.of(SettingType.SECRET, "pass\"injected", CHARACTERS),
        Arguments.of(SettingType.SECRET, "secret\\path", CHARACTERS),
        Arguments.of(SettingType.SECRET, "has space", CHARACTERS),
        Arguments.of(SettingType.SECRET, "it's", CHARACTERS),
        Arguments.of(SettingType.SECRET, "p\u00e4ss", CHARACTERS),
        Arguments.of(SettingType.SECRET, "tab\there", CHARACTERS),
        Arguments.of(SettingType.SECRET, "", CHARACTERS),
        Arguments.of(SettingType.SECRET, "a".repeat(254), "value too long (max 253 characters)"));
  }

  @Test
  void aRealmMayBeAsLongAsTheTurnServerTakes() {
    assertThat(SettingType.REALM.objection("a.".repeat(63) + "a")).isEmpty();
    assertThat(Setting.TURN_REALM.kind()).isEqualTo(SettingType.REALM);
    assertThat(Setting.TURN_RELAY_IP.kind()).isEqualTo(SettingType.RELAY_ADDRESS);
  }

  @Test
  void aCipherIsKnownByTheNamesOfOtherProgramsToo() {
    assertThat(SettingType.cipher("AEAD_CHACHA20_POLY1305")).hasValue("chacha20-ietf-poly1305");
    assertThat(SettingType.cipher("aes-256-gcm")).hasValue("aes-256-gcm");
    assertThat(SettingType.cipher("none")).isEmpty();
  }
}
