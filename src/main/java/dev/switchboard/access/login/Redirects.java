package dev.switchboard.access.login;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Paths of this server that a login may lead to, so that nobody is led elsewhere by an address that
 * looks like ours (RFC 9700, section 4.11; ASVS 5.0, 3.7.2).
 */
public final class Redirects {
  private static final int LONGEST = 512;

  /**
   * One slash, then characters of a path (RFC 3986, section 3.3) without an empty segment, then a
   * query and a fragment. Nothing that a browser would read as another host or drop: no backslash,
   * no control, no blank.
   */
  private static final Pattern PATH =
      Pattern.compile(
          "/(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}|/(?!/))*"
              + "(?:\\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
              + "(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?");

  /** A slash or backslash in disguise; in a query they are harmless. */
  private static final Pattern HIDDEN_SLASH =
      Pattern.compile("[^?#]*%(?:2f|5c).*", Pattern.CASE_INSENSITIVE);

  /** A control in disguise. */
  private static final Pattern HIDDEN_CONTROL =
      Pattern.compile(".*%(?:[01].|7f).*", Pattern.CASE_INSENSITIVE);

  private Redirects() {}

  /** The path as it was written, if it is one of this server. */
  public static Optional<String> own(String written) {
    return written.length() <= LONGEST
            && PATH.matcher(written).matches()
            && !HIDDEN_SLASH.matcher(written).matches()
            && !HIDDEN_CONTROL.matcher(written).matches()
        ? Optional.of(written)
        : Optional.empty();
  }
}
