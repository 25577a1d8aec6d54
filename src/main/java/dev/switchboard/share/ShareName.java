package dev.switchboard.share;

import java.util.Optional;

/** What the page of a share is headed with: a line, or nothing. */
public final class ShareName {
  /** What is said where a text cannot be one. */
  public static final String EXPECTED = "a name is one line of at most 100 characters";

  private static final int LONGEST = 100;

  private ShareName() {}

  /** Without blanks around it, if it can be one. */
  public static Optional<String> of(String written) {
    String name = written.strip();
    return name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl)
        ? Optional.of(name)
        : Optional.empty();
  }
}
