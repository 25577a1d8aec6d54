package dev.switchboard.share;

import java.util.Optional;

/** The heading of a share's page: one line, which may be empty. */
public final class ShareName {
  /** The text about an unusable name. */
  public static final String EXPECTED =
      "a name is one line of at most 100 characters, none of which is invisible";

  private static final int LONGEST = 100;

  /** Allowed although invisible: Persian needs the first, emoji of families need the second. */
  private static final int NON_JOINER = 0x200c;

  private static final int JOINER = 0x200d;

  private ShareName() {}

  /** The name without white space around it; empty if it is unusable. */
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
