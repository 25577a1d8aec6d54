package dev.switchboard.text;

import java.util.List;

/**
 * The languages of a desk.
 *
 * @param words in which the desk speaks
 * @param translations the words of all other languages, for what Discord shows in the language of
 *     each user
 */
public record DeskLanguages(Words words, List<Words> translations) {
  public DeskLanguages {
    translations = List.copyOf(translations);
  }
}
