package dev.switchboard.ticket.show;

import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member's text in the staff channel. A line that reads like one of the bot's headings is quoted,
 * so that no member can imitate the words of staff. All other lines stay as written.
 */
public final class MemberText {
  /** Discord shows a line that begins with this as a quotation. */
  static final String QUOTE = "> ";

  /** A run of characters that a screen may show as one line. */
  private static final Pattern LINE = Pattern.compile("[^\\n\\r\\x0B\\f\\x85\\u2028\\u2029]+");

  /** Invisible characters, with which a text could evade the other patterns. */
  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}+");

  private static final Pattern MARKUP = Pattern.compile("[\\\\*_~|`]+");

  /** An entry's number as the bot writes it, in code format. */
  private static final Pattern NUMBER = Pattern.compile("`\\h*#\\h*\\p{Nd}+\\h*`");

  /** The other parts of the bot's headings (see {@link EntryText}), without their markup. */
  private static final Pattern HEADING =
      Pattern.compile(
          "\\breplied( anonymously)?\\h*#\\h*\\p{Nd}|\\(note\\)|^\\h*-#\\h*in reply to|^[\\h#-]*[⚙⛭⛮🛡⛨⚠]",
          Pattern.CASE_INSENSITIVE);

  private MemberText() {}

  /** The text, with each line quoted that reads like one of the bot's headings. */
  public static String marked(String text) {
    if (cannotReadLikeOurs(text)) {
      return text;
    }
    return LINE.matcher(text).replaceAll(line -> Matcher.quoteReplacement(quoted(line)));
  }

  /**
   * A fast check that covers most texts: ASCII without the signs that each of the bot's headings
   * has.
   */
  private static boolean cannotReadLikeOurs(String text) {
    return text.chars().allMatch(letter -> letter < 0x80 && letter != '#' && letter != '(');
  }

  private static String quoted(MatchResult match) {
    String line = match.group();
    return !line.startsWith(QUOTE) && readsLikeOurs(line) ? QUOTE + line : line;
  }

  private static boolean readsLikeOurs(String line) {
    String seen = UNSEEN.matcher(Normalizer.normalize(line, Normalizer.Form.NFKC)).replaceAll("");
    return NUMBER.matcher(seen).find()
        || HEADING.matcher(MARKUP.matcher(seen).replaceAll("")).find();
  }
}
