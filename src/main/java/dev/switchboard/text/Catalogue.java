package dev.switchboard.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The words of the server in all languages that have any: the files {@code words/<tag>.properties}.
 * They are read once, at the start. Immutable.
 */
public final class Catalogue {
  private final Map<Language, Words> languages;

  private Catalogue(Map<Language, Words> languages) {
    this.languages = languages;
  }

  private static final class Shipped {
    private static final Catalogue CATALOGUE = read();

    private static Catalogue read() {
      Map<Language, String> files = new EnumMap<>(Language.class);
      for (Language language : Language.values()) {
        file(language).ifPresent(text -> files.put(language, text));
      }
      return of(files);
    }
  }

  /** The words that are a part of the server. */
  public static Catalogue shipped() {
    return Shipped.CATALOGUE;
  }

  /**
   * The catalogue of these files, each with its text.
   *
   * @throws IllegalArgumentException if a text is no pattern, or a language lacks one that English
   *     has; the message names all such texts
   */
  static Catalogue of(Map<Language, String> files) {
    Map<Language, Words> languages = new EnumMap<>(Language.class);
    List<String> problems = new ArrayList<>();
    files.forEach((language, text) -> {
      Map<String, MessageText> texts = new HashMap<>();
      properties(language, text)
          .forEach((key, pattern) -> {
            try {
              texts.put(key, MessageText.of(pattern));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
              problems.add(
                  "%s: %s is no pattern: %s".formatted(language.tag(), key, e.getMessage()));
            }
          });
      languages.put(language, new Words(language, texts));
    });
    Words english = languages.get(Language.ENGLISH);
    if (english == null) {
      throw new IllegalArgumentException("there are no English words");
    }
    languages.values().forEach(words -> problems.addAll(CatalogueCheck.ofLanguage(english, words)));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return new Catalogue(languages);
  }

  /** The languages with words, English first. */
  public List<Language> languages() {
    return List.copyOf(languages.keySet());
  }

  /**
   * The languages of a desk that speaks this one.
   *
   * @throws IllegalArgumentException if there are no words in it
   */
  public DeskLanguages desk(Language language) {
    Words words =
        in(language)
            .orElseThrow(() ->
                new IllegalArgumentException("there are no words in %s".formatted(language.tag())));
    return new DeskLanguages(
        words, languages.values().stream().filter(other -> other != words).toList());
  }

  /** The words in this language; empty if there are none. */
  public Optional<Words> in(Language language) {
    return Optional.ofNullable(languages.get(language));
  }

  /** The words in this language, or in the nearest that has any. */
  public Words nearest(Language language) {
    return in(language).orElseGet(() -> nearest(language.fallback().orElseThrow()));
  }

  private static Optional<String> file(Language language) {
    String name = "/words/" + language.tag() + ".properties";
    try (InputStream file = Catalogue.class.getResourceAsStream(name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> properties(Language language, String text) {
    Map<String, String> found = new HashMap<>();
    Properties reader =
        new Properties() {
          private static final long serialVersionUID = 1;

          @Override
          public synchronized Object put(Object key, Object value) {
            if (found.put(key.toString(), value.toString()) != null) {
              throw new IllegalArgumentException(
                  "%s: %s is there twice".formatted(language.tag(), key));
            }
            return value;
          }
        };
    try (Reader lines = new StringReader(text)) {
      reader.load(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
