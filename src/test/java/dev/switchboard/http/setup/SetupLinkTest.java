package dev.switchboard.http.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SetupLinkTest {
  private final SetupLink link = new SetupLink();

  @Test
  void theTokenHas256BitsAndIsAnotherOneEachTime() {
    Set<String> tokens = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      tokens.add(new SetupLink().token());
    }
    assertThat(tokens).hasSize(100).allMatch(token -> token.matches("[\\w-]{43}"));
  }

  @Test
  void itOpensOnce() {
    assertThat(link.open("")).isEmpty();
    assertThat(link.open(link.token() + "x")).isEmpty();
    SetupLink.Session session = link.open(link.token()).orElseThrow();

    assertThat(link.open(link.token())).isEmpty();
    assertThat(link.of(session.cookie())).contains(session);
    assertThat(link.of(link.token())).isEmpty();
    assertThat(link.of("")).isEmpty();
    assertThat(session.form()).isNotEqualTo(session.cookie());
    assertThat(session.toString()).doesNotContain(session.cookie(), session.form());
  }

  @Test
  void noCookieCountsBeforeTheLinkIsOpened() {
    assertThat(link.of("")).isEmpty();
    assertThat(link.of(link.token())).isEmpty();
  }
}
