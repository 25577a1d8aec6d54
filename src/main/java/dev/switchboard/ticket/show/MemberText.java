package dev.switchboard.ticket.show;

import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member's words as they stand beside our headings in the staff channel: a line that reads like a
 * heading of ours is quoted, so that nobody can put words into the mouth of staff. All else stays
 * as it was written.
 */
public final class MemberText {
  /** Discord shows a line that begins with this as a quotation. */
  static final String QUOTE = "> ";

  /** All that a screen may take for one line. */
  private static final Pattern LINE = Pattern.compile("[^\\n\\r\\x0B\\f\\x85\\u2028\\u2029]+");

  /** Characters without a look of their own, with which another pattern could be slipped past. */
  private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}+");

  private static final Pattern MARKUP = Pattern.compile("[\\\\*_~|`]+");

  /** A number as we write it, in a code's letters. */
  private static final Pattern NUMBER = Pattern.compile("`\\h*#\\h*\\p{Nd}+\\h*`");

  /** The rest of our headings, see {@link EntryText}, without their markup. */
  private static final Pattern HEADING =
      Pattern.compile(
          "\\breplied( anonymously)?\\h*#\\h*\\p{Nd}|\\(note\\)|^\\h*-#\\h*in reply to|^[\\h#-]*[⚙⛭⛮🛡⛨⚠]",
          Pattern.CASE_INSENSITIVE);

  private MemberText() {}

  /** The text, with what reads like our headings quoted. */
  public static String marked(String text) {
    if (cannotReadLikeOurs(text)) {
      return text;
    }
    return LINE.matcher(text).replaceAll(line -> Matcher.quoteReplacement(quoted(line)));
  }

  /** Plain letters without a sign that each of our headings has: most texts, seen at a glance. */
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
