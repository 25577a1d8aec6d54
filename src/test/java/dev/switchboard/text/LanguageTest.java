package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageTest {
  /** "Locales" in Discord's documentation. */
  private static final Set<String> DISCORD =
      Set.of(
          "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko"
              .split(" "));

  @Test
  void discordKnowsItsLocales() {
    List<String> locales =
        Arrays.stream(Language.values()).flatMap(one -> one.discordLocales().stream()).toList();
    assertThat(locales).doesNotHaveDuplicates().allMatch(DISCORD::contains);
    assertThat(Language.PERSIAN.discordLocales()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void itIsFoundByItsTagAndEndsInEnglish(Language language) {
    assertThat(Language.tagged(language.tag())).contains(language);
    Set<Language> seen = new HashSet<>();
    Language last = language;
    while (last.fallback().isPresent()) {
      assertThat(seen.add(last)).isTrue();
      last = last.fallback().get();
    }
    assertThat(last).isEqualTo(Language.ENGLISH);
  }

  @Test
  void persianIsWrittenFromRightToLeft() {
    assertThat(Arrays.stream(Language.values()).filter(Language::rightToLeft))
        .containsExactly(Language.PERSIAN, Language.PSEUDO);
  }
}
