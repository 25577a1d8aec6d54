package dev.switchboard.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KindTest {
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
  void whatCanBeUsedIsKeptInItsOneForm(Kind kind, String value, String canonical) {
    assertThat(kind.objection(value)).isEmpty();
    assertThat(kind.canonical(value)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatCannotBeUsedIsSaidInTheWordsOfTheContract(Kind kind, String value, String words) {
    assertThat(kind.objection(value)).hasValue(words);
  }

  static Stream<Arguments> unusable() {
    String port = "invalid port number: must be 1-65535";
    String seconds = "invalid TTL: must be a positive integer";
    String relay = "invalid IP address: expected that of one machine";
    return Stream.of(
        Arguments.of(Kind.PORT, "0", port),
        Arguments.of(Kind.PORT, "65536", port),
        Arguments.of(Kind.PORT, "99999999999999999999", port),
        Arguments.of(Kind.PORT, "-1", port),
        Arguments.of(Kind.PORT, "25.0", port),
        Arguments.of(Kind.PORT, "abc", port),
        Arguments.of(Kind.PORT, "٢٥", port),
        Arguments.of(Kind.PORT, "25\n  malicious true", CONTROL),
        Arguments.of(Kind.SECONDS, "0", seconds),
        Arguments.of(Kind.SECONDS, "-10", seconds),
        Arguments.of(Kind.SECONDS, "1h", seconds),
        Arguments.of(Kind.SECONDS, "9999999999", seconds),
        Arguments.of(Kind.HOST, "host.com\u0000evil", CONTROL),
        Arguments.of(Kind.HOST, "host.com\revil", CONTROL),
        Arguments.of(Kind.HOST, "has space", CHARACTERS),
        Arguments.of(Kind.HOST, "-a.example", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "a..b", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "300.1.1.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "0177.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "2130706433", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "0x7f.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "127.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "010.0.0.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "::ffff:010.0.0.1", "invalid host name or IP address"),
        Arguments.of(Kind.HOST, "a".repeat(254), "value too long (max 253 characters)"),
        Arguments.of(Kind.ADDRESS, "example.com", "invalid IP address"),
        Arguments.of(Kind.ADDRESS, "1", "invalid IP address"),
        Arguments.of(Kind.ADDRESS, "010.0.0.1", "invalid IP address"),
        Arguments.of(Kind.ADDRESS, "0177.0.0.1", "invalid IP address"),
        Arguments.of(Kind.ADDRESS, "::ffff:010.0.0.1", "invalid IP address"),
        Arguments.of(Kind.RELAY_ADDRESS, "203.0.113.01", "invalid IP address"),
        Arguments.of(Kind.ADDRESS, "256.1.1.1", "invalid IP address"),
        Arguments.of(Kind.REALM, "a.".repeat(63) + "ab", "value too long (max 127 characters)"),
        Arguments.of(Kind.REALM, "a.".repeat(126) + "a", "value too long (max 127 characters)"),
        Arguments.of(Kind.REALM, "-a.example", "invalid host name or IP address"),
        Arguments.of(Kind.RELAY_ADDRESS, "example.com", "invalid IP address"),
        Arguments.of(Kind.RELAY_ADDRESS, "0.0.0.0", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "::", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "0:0:0:0:0:0:0:0", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "224.0.0.1", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "239.255.255.255", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "ff02::1", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "255.255.255.255", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "::ffff:0.0.0.0", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "::ffff:e000:1", relay),
        Arguments.of(Kind.RELAY_ADDRESS, "::ffff:255.255.255.255", relay),
        Arguments.of(
            Kind.URL, "ftp://example.com", "invalid URL: must begin with http:// or https://"),
        Arguments.of(Kind.URL, "example.com", "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            Kind.URL, "http://2130706433/", "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            Kind.URL, "http://010.0.0.1:3340", "invalid URL: must begin with http:// or https://"),
        Arguments.of(
            Kind.URL,
            "http://[::ffff:010.0.0.1]/",
            "invalid URL: must begin with http:// or https://"),
        Arguments.of(Kind.URL, "https://a?b", CHARACTERS),
        Arguments.of(
            Kind.CIPHER,
            "rc4-md5",
            "unknown cipher (expected"
                + " aes-128-gcm|aes-192-gcm|aes-256-gcm|chacha20-ietf-poly1305|xchacha20-ietf-poly1305)"),
        Arguments.of(Kind.SECRET, "pass\"injected", CHARACTERS),
        Arguments.of(Kind.SECRET, "secret\\path", CHARACTERS),
        Arguments.of(Kind.SECRET, "has space", CHARACTERS),
        Arguments.of(Kind.SECRET, "it's", CHARACTERS),
        Arguments.of(Kind.SECRET, "p\u00e4ss", CHARACTERS),
        Arguments.of(Kind.SECRET, "tab\there", CHARACTERS),
        Arguments.of(Kind.SECRET, "", CHARACTERS),
        Arguments.of(Kind.SECRET, "a".repeat(254), "value too long (max 253 characters)"));
  }

  @Test
  void aRealmMayBeAsLongAsTheTurnServerTakes() {
    assertThat(Kind.REALM.objection("a.".repeat(63) + "a")).isEmpty();
    assertThat(Setting.TURN_REALM.kind()).isEqualTo(Kind.REALM);
    assertThat(Setting.TURN_RELAY_IP.kind()).isEqualTo(Kind.RELAY_ADDRESS);
  }

  @Test
  void aCipherIsKnownByTheNamesOfOtherProgramsToo() {
    assertThat(Kind.cipher("AEAD_CHACHA20_POLY1305")).hasValue("chacha20-ietf-poly1305");
    assertThat(Kind.cipher("aes-256-gcm")).hasValue("aes-256-gcm");
    assertThat(Kind.cipher("none")).isEmpty();
  }
}
