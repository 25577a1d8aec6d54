package dev.switchboard.access.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.SecurityPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/panel",
        "/panel/",
        "/panel/tickets/7",
        "/panel?tab=all&after=a%2Fb",
        "/panel#message-7",
        "/panel/tickets?search=https://example.org",
        "/panel/m%C3%BCller",
        "/panel/a:b@c",
        "/..",
        "/%252f"
      })
  void aPathOfOursIsKeptAsItIs(String written) {
    assertThat(Redirects.own(written)).hasValue(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "panel",
        "//evil",
        "///evil",
        "//evil.example/panel",
        "/\\evil",
        "\\/evil",
        "\\\\evil",
        "/panel\\..\\evil",
        "https:evil",
        "https://evil.example",
        "HTTPS:/evil",
        "javascript:alert(1)",
        "data:text/html,x",
        "%2f%2fevil",
        "%2F%2Fevil",
        "/%2f/evil",
        "/%2Fevil",
        "/%2f%2fevil",
        "/%5cevil",
        "/%5Cevil",
        "/panel//evil",
        "/.//evil",
        "/\tevil",
        "/\t/evil",
        "\t//evil",
        "/\n/evil",
        "/panel\r\nSet-Cookie: a=b",
        "/panel%0d%0aSet-Cookie:a=b",
        "/panel?a=%0a",
        "/panel%00",
        "/panel\u0000",
        "/panel\u007f",
        "/panel%7f",
        " /panel",
        "/panel ",
        "/pa nel",
        "/panel%",
        "/panel%2",
        "/panel%zz",
        "/m\u00fcller",
        "/\u2028evil",
        "/\uff0fevil",
        "/\ud83d",
        "/<script>",
        "/a\"b",
        "/panel\n"
      })
  void nothingElseIsFollowed(String written) {
    assertThat(Redirects.own(written)).isEmpty();
  }

  @SecurityPoint(12)
  @Test
  void aPathHasAnEnd() {
    assertThat(Redirects.own("/" + "a".repeat(511))).isPresent();
    assertThat(Redirects.own("/" + "a".repeat(512))).isEmpty();
    assertThat(Redirects.own("/" + "a".repeat(1_000_000))).isEmpty();
  }
}
