package dev.switchboard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNameTest {
  @ParameterizedTest
  @CsvSource({
    "bob,bob",
    "' Bob\t',bob",
    "BOB@Example.ORG,bob@example.org",
    "ｂｏｂ,bob",
    "bob@[1.2.3.4],bob@1.2.3.4",
    "a.b-c_d,a.b-c_d",
    "0,0"
  })
  void aNameIsComparedAsItIsNormalised(String written, String expected) {
    assertThat(AccountName.of(written)).hasValue(new AccountName(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "@example.org",
        "bob@",
        "bob@@example.org",
        "bob@example@org",
        "_bob",
        ".bob",
        "__SMTP_PORT__",
        "bob smith",
        "bob\u0000",
        "bob\n",
        "böb",
        "ı",
        "../etc",
        "bob|alice",
        "bob@[evil]"
      })
  void someNamesNobodyCanHave(String written) {
    // A line break at the end is a blank, which is trimmed.
    assertThat(AccountName.of(written)).isEqualTo(AccountName.of(written.strip()));
    if (!written.endsWith("\n")) {
      assertThat(AccountName.of(written)).isEmpty();
    }
  }

  @Test
  void aNameFitsIntoAPersistenceId() {
    String longest = "a".repeat(64) + "@" + "d".repeat(128);

    assertThat(AccountName.of(longest)).isPresent();
    assertThat(("Account|" + longest).length()).isLessThanOrEqualTo(255);
    assertThat(AccountName.of("a".repeat(65))).isEmpty();
    assertThat(AccountName.of("a@" + "d".repeat(129))).isEmpty();
  }

  @Test
  void whatIsNotNormalisedIsNoName() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AccountName("Bob"));
  }

  @Test
  void whoComesByDiscordHasANameThatNobodyIsGivenByChance() {
    AccountName name = AccountName.ofDiscord(123456789012345678L);

    assertThat(name.value()).isEqualTo("discord-123456789012345678");
    assertThat(name.discordUser()).contains(123456789012345678L);
    assertThat(new AccountName("1537545542530236416").discordUser()).contains(1537545542530236416L);
    assertThat(new AccountName("9999999999999999999").discordUser()).isEmpty();
    assertThat(new AccountName("bob").discordUser()).isEmpty();
    assertThat(new RandomText().name()).matches("[a-z0-9]{12}");
  }
}
