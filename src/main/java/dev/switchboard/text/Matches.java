package dev.switchboard.text;

import java.util.regex.Pattern;

/**
 * The end of each Markdown element that begins at an index, as Discord's own clients find it; -1 if
 * none begins there. An element's end is searched by its letters alone, through all other elements.
 * Written as loops, because a regular expression in Java needs a stack frame for each letter.
 *
 * @param text the whole text
 * @param end the end index of the part that is read
 */
record Matches(String text, int end) {
  private static final Pattern ANGLE =
      Pattern.compile(
          "<(?:a?:\\w{1,32}:\\d{1,21}|@[!&]?\\d{1,21}|#\\d{1,21}|t:-?\\d{1,20}(?::[A-Za-z])?"
              + "|/[^>\\n:]{1,110}:\\d{1,21}|id:[a-z-]{1,20}(?::\\d{1,21})?"
              + "|\\d{1,21}:[a-z-]{1,20}(?::\\d{1,21})?|[^: >]{1,20}:/[^ >]{1,3000})>");
  private static final Pattern WEB = Pattern.compile("https?://[^\\s<]+");
  private static final Pattern OPEN_ANGLE = Pattern.compile("<[^: >]+:/");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9_+\\-.#]+(?=\\n)");
  private static final String NOT_LAST = "<.,:;\"')]";
  private static final String SHRUG = "¯\\_(ツ)_/¯";
  private static final int LONGEST_WHOLE = 500;

  /** The end of an element that is shown literally or as a unit. */
  int whole(int at) {
    return switch (text.charAt(at)) {
      case '\\' -> escape(at);
      case '¯' -> text.startsWith(SHRUG, at) ? within(at + SHRUG.length()) : -1;
      case '<' -> angle(at);
      case 'h' -> web(at);
      case '[' -> link(at);
      default -> -1;
    };
  }

  private int escape(int at) {
    if (at + 1 >= end || isPlain(text.charAt(at + 1)) || isSpace(text.charAt(at + 1))) {
      return -1;
    }
    return within(at + 1 + Character.charCount(text.codePointAt(at + 1)));
  }

  private int angle(int at) {
    var matcher = ANGLE.matcher(text).region(at, end);
    return matcher.lookingAt() ? matcher.end() : -1;
  }

  /** Whether later text could turn this sign into an address. */
  boolean opensAngle(int at) {
    return OPEN_ANGLE.matcher(text).region(at, end).lookingAt();
  }

  private int web(int at) {
    var matcher = WEB.matcher(text).region(at, end);
    if (!matcher.lookingAt()) {
      return -1;
    }
    int least = text.indexOf("//", at) + 3;
    int last = matcher.end();
    while (last > least && NOT_LAST.indexOf(text.charAt(last - 1)) >= 0) {
      last--;
    }
    return NOT_LAST.indexOf(text.charAt(last - 1)) >= 0 ? -1 : last;
  }

  /** The end of {@code [words](address)} with at most {@link #LONGEST_WHOLE} letters. */
  private int link(int at) {
    int limit = Math.min(end, at + LONGEST_WHOLE);
    int depth = 0;
    int closing = at;
    for (; closing < limit; closing++) {
      char letter = text.charAt(closing);
      depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
      if (depth == 0) {
        break;
      }
    }
    if (closing + 1 >= limit || text.charAt(closing + 1) != '(') {
      return -1;
    }
    int from = skipSpace(closing + 2, limit);
    from += from < limit && text.charAt(from) == '<' ? 1 : 0;
    for (int i = from; i < limit; ) {
      int finish = linkEnd(i, limit);
      if (finish >= 0) {
        return finish;
      }
      char letter = text.charAt(i);
      int group = letter == '(' ? text.indexOf(')', i) : -1;
      if (group >= 0) {
        i = group + 1;
      } else if (letter == '\\') {
        i += 2;
      } else if (isSpace(letter)) {
        return -1;
      } else {
        i++;
      }
    }
    return -1;
  }

  private int linkEnd(int from, int limit) {
    int i = from < limit && text.charAt(from) == '>' ? from + 1 : from;
    int title = skipSpace(i, limit);
    if (title > i && title < limit && "\"'".indexOf(text.charAt(title)) >= 0) {
      int closing = Math.max(text.indexOf("\")", title + 1), text.indexOf("')", title + 1));
      return closing >= 0 && closing + 2 <= limit ? closing + 2 : -1;
    }
    return title < limit && text.charAt(title) == ')' ? title + 1 : -1;
  }

  private int skipSpace(int from, int limit) {
    int i = from;
    while (i < limit && isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The end of {@code ```a block of code```} that is not empty. */
  int fence(int at) {
    if (!text.startsWith("```", at)) {
      return -1;
    }
    int named = fence(at, afterLanguage(at));
    return named >= 0 ? named : fence(at, at + 3);
  }

  private int fence(int at, int from) {
    if (from < at) {
      return -1;
    }
    int first = from;
    while (first < end && text.charAt(first) == '\n') {
      first++;
    }
    int closing = text.indexOf("```", first + 1);
    return closing < 0 ? -1 : within(closing + 3);
  }

  /** The end of the language in the first line of a block of code; -1 for none. */
  int afterLanguage(int at) {
    var matcher = LANGUAGE.matcher(text).region(at + 3, end);
    return matcher.lookingAt() && fence(at, matcher.end()) >= 0 ? matcher.end() : -1;
  }

  /**
   * The end of inline code. Discord would also accept fewer of the opening signs; then their
   * meaning would depend on the text after them, so the first of them count as letters here.
   */
  int code(int at) {
    int signs = run(at);
    int i = signs > 0 ? text.indexOf('`', at + signs) : -1;
    while (i >= 0 && i < end) {
      int run = run(i);
      if (run == signs) {
        return i + run;
      }
      i = text.indexOf('`', i + run);
    }
    return -1;
  }

  /** The number of backticks from an index. */
  int run(int at) {
    int i = at;
    while (i < end && text.charAt(i) == '`') {
      i++;
    }
    return i - at;
  }

  int spoiler(int at) {
    int closing = text.startsWith("||", at) ? text.indexOf("||", at + 3) : -1;
    return closing < 0 ? -1 : within(closing + 2);
  }

  int strikethrough(int at) {
    int closing = text.startsWith("~~", at) ? text.indexOf("~~", at + 3) : -1;
    while (closing >= 0 && is('_', closing + 2)) {
      closing = text.indexOf("~~", closing + 1);
    }
    return closing < 0 ? -1 : within(closing + 2);
  }

  /** The end of a format with two signs: bold or underline. */
  int pair(int at, char sign) {
    if (!is(sign, at) || !is(sign, at + 1)) {
      return -1;
    }
    int i = at + 2;
    while (i < end) {
      boolean closes = i > at + 2 && is(sign, i) && is(sign, i + 1) && !is(sign, i + 2);
      if (closes) {
        return i + 2;
      }
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return -1;
  }

  /** The end of {@code *italics*}. */
  int stars(int at) {
    if (!is('*', at) || at + 1 >= end || isSpace(text.charAt(at + 1))) {
      return -1;
    }
    int i = at + 1;
    while (i < end) {
      char letter = text.charAt(i);
      if (letter == '*' && i > at + 1 && !is('*', i + 1)) {
        return i + 1;
      }
      int next = isSpace(letter) ? skipSpace(i, end) : i;
      if (next >= end) {
        return -1;
      }
      char unit = text.charAt(next);
      if (unit == '*' && !is('*', next + 1)) {
        return -1;
      }
      i = next + (unit == '*' || unit == '\\' ? 2 : 1);
    }
    return -1;
  }

  /** The end of {@code _italics_}. */
  int underscores(int at) {
    int i = at + 1;
    while (i < end) {
      char letter = text.charAt(i);
      if (letter == '_' && i > at + 1 && !(i + 1 < end && isWord(text.charAt(i + 1)))) {
        return i + 1;
      }
      if (letter == '_' && !is('_', i + 1)) {
        return -1;
      }
      i += letter == '_' || letter == '\\' ? 2 : 1;
    }
    return -1;
  }

  boolean is(char sign, int at) {
    return at < end && text.charAt(at) == sign;
  }

  private int within(int finish) {
    return finish <= end ? finish : -1;
  }

  private static boolean isWord(char letter) {
    return letter == '_' || isPlain(letter);
  }

  private static boolean isPlain(char letter) {
    return (letter >= '0' && letter <= '9')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= 'a' && letter <= 'z');
  }

  static boolean isSpace(char letter) {
    return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == '\uFEFF';
  }
}
