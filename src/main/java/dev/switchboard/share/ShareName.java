package dev.switchboard.share;

import java.util.Optional;

/** What the page of a share is headed with: a line, or nothing. */
public final class ShareName {
  /** What is said where a text cannot be one. */
  public static final String EXPECTED =
      "a name is one line of at most 100 characters, none of which is invisible";

  private static final int LONGEST = 100;

  /** Persian writes with the one, and families of emoji with the other. */
  private static final int NON_JOINER = 0x200c;

  private static final int JOINER = 0x200d;

  private ShareName() {}

  /** Without blanks around it, if it can be one. */
  public static Optional<String> of(String written) {
    String name = written.strip();
    return name.length() <= LONGEST && name.codePoints().noneMatch(ShareName::misleads)
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean misleads(int point) {
    return Invisible.is(point) && point != NON_JOINER && point != JOINER;
  }
}
