package dev.switchboard.text;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A language in which the server may speak. Whether there are words in it is known to the {@link
 * Catalogue} alone.
 */
public enum Language {
  /** Discord takes both for the other, but not for a third; so both are named. */
  ENGLISH("en", List.of("en-US", "en-GB")),
  FRENCH("fr", List.of("fr")),
  SPANISH("es-ES", List.of("es-ES")),
  LATIN_AMERICAN_SPANISH("es-419", List.of("es-419")),
  GERMAN("de", List.of("de")),
  ITALIAN("it", List.of("it")),
  BRAZILIAN_PORTUGUESE("pt-BR", List.of("pt-BR")),
  RUSSIAN("ru", List.of("ru")),
  SIMPLIFIED_CHINESE("zh-CN", List.of("zh-CN")),
  TRADITIONAL_CHINESE("zh-TW", List.of("zh-TW")),
  JAPANESE("ja", List.of("ja")),
  KOREAN("ko", List.of("ko")),
  /** Not a locale of Discord, so no command has a Persian name there. */
  PERSIAN("fa", List.of()),
  /** English made strange, for tests: no file has it. */
  PSEUDO("en-XB", List.of());

  private final String tag;
  private final List<String> discordLocales;

  Language(String tag, List<String> discordLocales) {
    this.tag = tag;
    this.discordLocales = discordLocales;
  }

  /** Its tag by BCP 47, as in the configuration and in the names of files. */
  public String tag() {
    return tag;
  }

  /** Discord's codes for it ("Locales" in its documentation). */
  public List<String> discordLocales() {
    return discordLocales;
  }

  /** Whether it is written from right to left. */
  public boolean rightToLeft() {
    return switch (this) {
      case PERSIAN, PSEUDO -> true;
      case ENGLISH,
          FRENCH,
          SPANISH,
          LATIN_AMERICAN_SPANISH,
          GERMAN,
          ITALIAN,
          BRAZILIAN_PORTUGUESE,
          RUSSIAN,
          SIMPLIFIED_CHINESE,
          TRADITIONAL_CHINESE,
          JAPANESE,
          KOREAN ->
          false;
    };
  }

  /** The language to take where there are no words in this one; empty for English. */
  public Optional<Language> fallback() {
    return switch (this) {
      case ENGLISH -> Optional.empty();
      case LATIN_AMERICAN_SPANISH -> Optional.of(SPANISH);
      case TRADITIONAL_CHINESE -> Optional.of(SIMPLIFIED_CHINESE);
      case FRENCH,
          SPANISH,
          GERMAN,
          ITALIAN,
          BRAZILIAN_PORTUGUESE,
          RUSSIAN,
          SIMPLIFIED_CHINESE,
          JAPANESE,
          KOREAN,
          PERSIAN,
          PSEUDO ->
          Optional.of(ENGLISH);
    };
  }

  Locale locale() {
    return Locale.forLanguageTag(tag);
  }

  /** The language with this tag; empty for any other text. */
  public static Optional<Language> tagged(String tag) {
    return Arrays.stream(values()).filter(one -> one.tag.equals(tag)).findFirst();
  }
}
