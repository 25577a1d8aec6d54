package dev.switchboard.cli;

/** The exit codes of the process, by the conventions of shells and {@code sysexits.h}. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  static final int USAGE = 2;

  /** {@code EX_CONFIG}: a new start cannot succeed until a person corrects something. */
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
