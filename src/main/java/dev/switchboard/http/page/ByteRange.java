package dev.switchboard.http.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110, section 14). Several ranges,
 * other units and malformed headers are answered with the whole file, as the section allows.
 */
sealed interface ByteRange {
  record Whole() implements ByteRange {}

  /** {@code length} bytes from {@code first}; at least one. */
  record Part(long first, long length) implements ByteRange {}

  /** The range lies outside the file. */
  record Unsatisfiable() implements ByteRange {}

  /** At most 18 digits: a longer number is no position in a file. */
  Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * The range that a header asks for.
   *
   * @param header the header's value; empty for none
   * @param size the size of the file in bytes
   */
  static ByteRange of(String header, long size) {
    Matcher matcher = ONE.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new Whole();
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(Long.parseLong(matcher.group(2)), size);
      return last == 0 ? new Unsatisfiable() : new Part(size - last, last);
    }
    long first = Long.parseLong(matcher.group(1));
    long last =
        matcher.group(2).isEmpty()
            ? size - 1
            : Math.min(Long.parseLong(matcher.group(2)), size - 1);
    if (first >= size) {
      return new Unsatisfiable();
    }
    return last < first ? new Whole() : new Part(first, last - first + 1);
  }
}
