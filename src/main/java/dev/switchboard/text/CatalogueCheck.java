package dev.switchboard.text;

import dev.switchboard.text.MessageText.Piece;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares texts with the messages that they are for, and with those of English. */
final class CatalogueCheck {
  private static final Set<Class<?>> NUMBERS = Set.of(int.class, long.class);

  private CatalogueCheck() {}

  /** What is wrong with a language's texts of these types of message; empty for nothing. */
  static List<String> ofMessages(Words words, Collection<Class<?>> messages) {
    String tag = words.language().tag();
    List<String> problems = new ArrayList<>();
    messages.forEach(type -> {
      MessageShape shape = MessageShape.of(type);
      MessageText text = words.texts().get(shape.key());
      if (text == null) {
        problems.add("%s: %s is missing".formatted(tag, shape.key()));
        return;
      }
      Map<String, Set<String>> uses = uses(text);
      Map<String, Class<?>> types =
          shape.placeholders().stream()
              .collect(
                  Collectors.toMap(
                      RecordComponent::getName,
                      RecordComponent::getType,
                      (one, _) -> one,
                      TreeMap::new));
      if (!uses.keySet().equals(types.keySet())) {
        problems.add(
            "%s: %s has the placeholders %s instead of %s"
                .formatted(tag, shape.key(), uses.keySet(), types.keySet()));
        return;
      }
      types.forEach((name, one) ->
          uses.getOrDefault(name, Set.of()).stream()
              .filter(use -> !fits(use, one))
              .forEach(use ->
                  problems.add(
                      "%s: %s has {%s} as %s, which is a %s"
                          .formatted(tag, shape.key(), name, use, one.getSimpleName()))));
    });
    return problems;
  }

  private static boolean fits(String use, Class<?> type) {
    if (use.equals("value")) {
      return NUMBERS.contains(type) || type == String.class || Message.class.isAssignableFrom(type);
    }
    if (use.equals("number")) {
      return NUMBERS.contains(type);
    }
    String chosen = use.substring("case ".length());
    List<String> choices = MessageShape.choices(type);
    return chosen.equals(MessageText.OTHER) ? !choices.isEmpty() : choices.contains(chosen);
  }

  /** What a language lacks of what English has; empty for nothing. */
  static List<String> ofLanguage(Words english, Words words) {
    String tag = words.language().tag();
    List<String> problems = new ArrayList<>();
    Set<String> keys = new TreeSet<>(english.texts().keySet());
    keys.addAll(words.texts().keySet());
    for (String key : keys) {
      MessageText wanted = english.texts().get(key);
      MessageText text = words.texts().get(key);
      if (text == null) {
        problems.add("%s: %s is missing".formatted(tag, key));
      } else if (wanted == null) {
        problems.add("%s: %s is no text of English".formatted(tag, key));
      } else {
        if (!names(wanted).equals(names(text))) {
          problems.add(
              "%s: %s has the placeholders %s instead of %s"
                  .formatted(tag, key, names(text), names(wanted)));
        }
        problems.addAll(forms(tag + ": " + key, text, words.pluralForms()));
      }
    }
    return problems;
  }

  /**
   * The placeholders of a text, each with its uses; two texts with the same may stand for another.
   */
  private static Map<String, Set<String>> names(MessageText text) {
    Map<String, Set<String>> names = uses(text);
    // Whether a number is counted, and how it is written, is a matter of the language.
    names.values().forEach(uses -> uses.removeIf(use -> !use.startsWith("case ")));
    return names;
  }

  private static Map<String, Set<String>> uses(MessageText text) {
    Map<String, Set<String>> uses = new TreeMap<>();
    collect(text, uses);
    return uses;
  }

  private static void collect(MessageText text, Map<String, Set<String>> uses) {
    for (Piece piece : text.pieces()) {
      switch (piece) {
        case Piece.Plain _ -> {}
        case Piece.Value(String name) -> add(uses, name, "value");
        case Piece.Figure(String name) -> add(uses, name, "number");
        case Piece.Plural(String name, var forms) -> {
          add(uses, name, "number");
          forms.values().forEach(one -> collect(one, uses));
        }
        case Piece.Choice(String name, var cases) ->
            cases.forEach((chosen, one) -> {
              add(uses, name, "case " + chosen);
              collect(one, uses);
            });
      }
    }
  }

  private static void add(Map<String, Set<String>> uses, String name, String use) {
    uses.computeIfAbsent(name, _ -> new TreeSet<>()).add(use);
  }

  private static List<String> forms(String where, MessageText text, Set<String> wanted) {
    List<String> problems = new ArrayList<>();
    for (Piece piece : text.pieces()) {
      switch (piece) {
        case Piece.Plain _, Piece.Value _, Piece.Figure _ -> {}
        case Piece.Plural(String name, var forms) -> {
          Set<String> found =
              forms.keySet().stream()
                  .filter(form -> !form.startsWith("="))
                  .collect(Collectors.toCollection(TreeSet::new));
          if (!found.equals(wanted)) {
            problems.add(
                "%s has {%s} in the forms %s instead of %s"
                    .formatted(where, name, found, new TreeSet<>(wanted)));
          }
          forms.values().forEach(one -> problems.addAll(forms(where, one, wanted)));
        }
        case Piece.Choice(_, var cases) ->
            cases.values().forEach(one -> problems.addAll(forms(where, one, wanted)));
      }
    }
    return problems;
  }
}
