package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  @Message.Area("play")
  sealed interface Play extends Message {
    record Count(int cards) implements Play {}

    record Told(String name, Message what) implements Play {}

    record Mood(Weather weather, boolean loud) implements Play {}

    record Id(long id) implements Play {}
  }

  enum Weather {
    VERY_FINE,
    RAIN
  }

  private static final String ENGLISH =
      """
      play.count = {cards, plural, =0 {No cards} one {# card} other {# cards}}
      play.told = {name} says {what}, doesn''t '{'she'}'?
      play.mood = {weather, select, very_fine {fine} other {wet}}{loud, select, true {!} other {.}}
      play.id = `{id}` {id, number}
      """;

  private static final String RUSSIAN =
      """
      play.count = {cards, plural, one {# карта} few {# карты} many {# карт} other {# карты}}
      play.told = {what}: {name}
      play.mood = {loud, select, true {!} other {.}}{weather, select, very_fine {ясно} other {дождь}}
      play.id = {id}
      """;

  private static Catalogue catalogue(Language language, String text) {
    return Catalogue.of(Map.of(Language.ENGLISH, ENGLISH, language, text));
  }

  private static String english(Message message) {
    return Catalogue.of(Map.of(Language.ENGLISH, ENGLISH)).nearest(Language.ENGLISH).of(message);
  }

  @Test
  void aNumberChoosesTheFormOfItsLanguage() {
    Words russian = catalogue(Language.RUSSIAN, RUSSIAN).nearest(Language.RUSSIAN);

    assertThat(List.of(0, 1, 2, 1200))
        .map(cards -> english(new Play.Count(cards)))
        .containsExactly("No cards", "1 card", "2 cards", "1,200 cards");
    assertThat(List.of(1, 2, 5, 21))
        .map(cards -> russian.of(new Play.Count(cards)))
        .containsExactly("1 карта", "2 карты", "5 карт", "21 карта");
  }

  @Test
  void anIdIsWrittenInPlainDigitsAndAFigureAsTheLanguageHasIt() {
    assertThat(english(new Play.Id(1_234_567))).isEqualTo("`1234567` 1,234,567");
  }

  @Test
  void aWordChoosesItsCase() {
    assertThat(english(new Play.Mood(Weather.VERY_FINE, true))).isEqualTo("fine!");
    assertThat(english(new Play.Mood(Weather.RAIN, false))).isEqualTo("wet.");
  }

  @ParameterizedTest
  @CsvSource({"{cards}", "'{0, plural, other {#}}'", "'it''s {'", "#", "⟦"})
  void whatPeopleWroteIsPutInAsItIs(String text) {
    assertThat(english(new Play.Told(text, new Message.Verbatim(text))))
        .isEqualTo(text + " says " + text + ", doesn't {she}?");
  }

  @Test
  void aMessageMayStandInAnotherOne() {
    assertThat(english(new Play.Told("Ann", new Play.Count(1))))
        .isEqualTo("Ann says 1 card, doesn't {she}?");
    assertThat(
            english(
                new Message.Joined(" ", List.of(new Play.Count(1), new Message.Verbatim("{x}")))))
        .isEqualTo("1 card {x}");
  }

  @Test
  void aLanguageThatLacksSomethingIsRefused() {
    assertThatThrownBy(() ->
            catalogue(
                Language.RUSSIAN,
                """
                play.count = {cards, plural, one {# карта} other {# карты}}
                play.told = {name}
                play.mood = {weather, select, rain {дождь} other {ясно}}{loud, select, true {!} other {.}}
                play.other = x
                """))
        .hasMessageContaining("ru: play.count has {cards} in the forms [one, other]")
        .hasMessageContaining("[few, many, one, other]")
        .hasMessageContaining("ru: play.told has the placeholders")
        .hasMessageContaining("ru: play.mood has the placeholders")
        .hasMessageContaining("ru: play.id is missing")
        .hasMessageContaining("ru: play.other is no text of English");
  }

  @Test
  void aTextThatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> catalogue(Language.GERMAN, ENGLISH.replace("`{id}`", "`{id`")))
        .hasMessageContaining("de: play.id is no pattern");
    assertThatThrownBy(() -> catalogue(Language.GERMAN, ENGLISH.replace(", number}", ", date}")))
        .hasMessageContaining("de: play.id is no pattern");
    assertThatThrownBy(() -> catalogue(Language.GERMAN, ENGLISH + "play.id = {id}"))
        .hasMessageContaining("de: play.id is there twice");
  }

  @Test
  void textsThatDoNotFitTheirMessagesAreFound() {
    List<Class<?>> types = List.of(Play.class.getPermittedSubclasses());
    assertThat(problems(ENGLISH, types)).isEmpty();
    assertThat(problems("play.count = {cards}", types))
        .contains("en: play.told is missing", "en: play.id is missing");
    assertThat(problems(ENGLISH.replace("{id, number}", "{at}"), types))
        .containsExactly("en: play.id has the placeholders [at, id] instead of [id]");
    assertThat(problems(ENGLISH.replace("very_fine", "fair"), types))
        .containsExactly("en: play.mood has {weather} as case fair, which is a Weather");
    assertThat(problems(ENGLISH.replace("{name} says", "{name, number} says"), types))
        .containsExactly("en: play.told has {name} as number, which is a String");
    assertThat(problems(ENGLISH.replace("`{id}`", "{weather}"), types)).hasSize(1);
  }

  private static List<String> problems(String text, List<Class<?>> types) {
    return CatalogueCheck.ofMessages(
        Catalogue.of(Map.of(Language.ENGLISH, text)).nearest(Language.ENGLISH), types);
  }

  @Test
  void aLanguageWithoutWordsIsNoLanguageOfADesk() {
    Catalogue catalogue =
        catalogue(Language.SPANISH, ENGLISH.replace("one {#", "many {# de} one {#"));

    assertThatThrownBy(() -> catalogue.desk(Language.FRENCH))
        .hasMessage("there are no words in fr");
    assertThat(catalogue.nearest(Language.LATIN_AMERICAN_SPANISH).language())
        .isEqualTo(Language.SPANISH);
    assertThat(catalogue.nearest(Language.PERSIAN).language()).isEqualTo(Language.ENGLISH);
    assertThat(catalogue.desk(Language.ENGLISH).translations())
        .extracting(Words::language)
        .containsExactly(Language.SPANISH);
  }

  @Test
  void theServerSpeaksEnglish() {
    assertThat(Catalogue.shipped().languages()).startsWith(Language.ENGLISH);
  }
}
