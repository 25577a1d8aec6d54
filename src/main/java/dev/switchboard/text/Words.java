package dev.switchboard.text;

import com.ibm.icu.text.PluralRules;
import dev.switchboard.text.MessageText.Piece;
import java.text.NumberFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** All that the server says to people, in one language. Immutable. */
public final class Words {
  private final Language language;
  private final Map<String, MessageText> texts;
  private final PluralRules plurals;

  Words(Language language, Map<String, MessageText> texts) {
    this.language = language;
    this.texts = Map.copyOf(texts);
    this.plurals = PluralRules.forLocale(language.locale());
  }

  public Language language() {
    return language;
  }

  Map<String, MessageText> texts() {
    return texts;
  }

  /** The forms of a number that the language distinguishes, such as {@code one} and {@code few}. */
  Set<String> pluralForms() {
    return plurals.getKeywords();
  }

  /** The message in the words of this language. */
  public String of(Message message) {
    StringBuilder out = new StringBuilder();
    say(out, message);
    return out.toString();
  }

  private void say(StringBuilder out, Message message) {
    switch (message) {
      case Message.Verbatim(String text) -> out.append(text);
      case Message.Joined(String separator, var parts) -> {
        for (int i = 0; i < parts.size(); i++) {
          out.append(i == 0 ? "" : separator);
          say(out, parts.get(i));
        }
      }
      default -> {
        MessageText text = texts.get(message.key());
        if (text == null) {
          throw new IllegalArgumentException(
              "there are no words for %s in %s".formatted(message.key(), language.tag()));
        }
        say(out, text, message.arguments());
      }
    }
  }

  private void say(StringBuilder out, MessageText text, Map<String, Object> arguments) {
    for (Piece piece : text.pieces()) {
      switch (piece) {
        case Piece.Plain(String plain) -> out.append(plain);
        case Piece.Value(String name) -> {
          Object value = argument(arguments, name);
          if (value instanceof Message nested) {
            say(out, nested);
          } else {
            out.append(value);
          }
        }
        case Piece.Figure(String name) -> out.append(figure(number(arguments, name)));
        case Piece.Plural(String name, var forms) -> {
          long number = number(arguments, name);
          MessageText exact = forms.get("=" + number);
          say(
              out,
              exact == null ? chosen(forms, plurals.select((double) number)) : exact,
              arguments);
        }
        case Piece.Choice(String name, var cases) ->
            say(out, chosen(cases, MessageShape.choice(argument(arguments, name))), arguments);
      }
    }
  }

  private static MessageText chosen(Map<String, MessageText> texts, String word) {
    MessageText text = texts.get(word);
    return text == null ? Objects.requireNonNull(texts.get(MessageText.OTHER)) : text;
  }

  /** A format of Java's is not thread-safe, so each number gets its own. */
  private String figure(long number) {
    return NumberFormat.getIntegerInstance(language.locale()).format(number);
  }

  private static long number(Map<String, Object> arguments, String name) {
    return ((Number) argument(arguments, name)).longValue();
  }

  private static Object argument(Map<String, Object> arguments, String name) {
    Object value = arguments.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no argument %s".formatted(name));
    }
    return value;
  }
}
