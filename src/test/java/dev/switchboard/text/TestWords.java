package dev.switchboard.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The words of the server, for tests. */
public final class TestWords {
  public static final Words ENGLISH = Catalogue.shipped().nearest(Language.ENGLISH);

  /**
   * English with other vowels in brackets, from right to left: what is said in plain English does
   * not come from the catalogue.
   */
  public static final Words PSEUDO = pseudo();

  /** The same as German, which Discord knows. */
  public static final Words GERMAN = new Words(Language.GERMAN, PSEUDO.texts());

  private TestWords() {}

  /** The message in English. */
  public static String english(Message message) {
    return ENGLISH.of(message);
  }

  /** All keys of the catalogue. */
  public static Set<String> keys() {
    return ENGLISH.texts().keySet();
  }

  private static Words pseudo() {
    Map<String, MessageText> texts = new TreeMap<>();
    ENGLISH
        .texts()
        .forEach((key, text) -> {
          List<MessageText.Piece> pieces = new ArrayList<>();
          pieces.add(new MessageText.Piece.Plain("⟦"));
          pieces.addAll(strange(text).pieces());
          pieces.add(new MessageText.Piece.Plain("⟧"));
          // Discord bounds the names and descriptions of commands.
          texts.put(key, key.startsWith("command.") ? strange(text) : new MessageText(pieces));
        });
    return new Words(Language.PSEUDO, texts);
  }

  private static MessageText strange(MessageText text) {
    return new MessageText(text.pieces().stream().map(TestWords::strange).toList());
  }

  private static MessageText.Piece strange(MessageText.Piece piece) {
    return switch (piece) {
      case MessageText.Piece.Plain(String plain) ->
          new MessageText.Piece.Plain(
              plain
                  .replace('a', 'á')
                  .replace('e', 'é')
                  .replace('i', 'í')
                  .replace('o', 'ó')
                  .replace('u', 'ú'));
      case MessageText.Piece.Value _, MessageText.Piece.Figure _ -> piece;
      case MessageText.Piece.Plural(String name, var forms) ->
          new MessageText.Piece.Plural(name, strange(forms));
      case MessageText.Piece.Choice(String name, var cases) ->
          new MessageText.Piece.Choice(name, strange(cases));
    };
  }

  private static Map<String, MessageText> strange(Map<String, MessageText> texts) {
    Map<String, MessageText> all = new TreeMap<>();
    texts.forEach((word, text) -> all.put(word, strange(text)));
    return all;
  }
}
