package dev.switchboard.cli;

/**
 * What the process tells whoever started it, by the conventions of shells and {@code sysexits.h}.
 */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  static final int USAGE = 2;

  /** {@code EX_CONFIG}: starting again without a person's correction is in vain. */
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
