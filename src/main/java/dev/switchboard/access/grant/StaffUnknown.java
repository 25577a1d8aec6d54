package dev.switchboard.access.grant;

/** Discord has not told what was asked for, and does not answer now: later it may. */
public final class StaffUnknown extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StaffUnknown(String message) {
    super(message, null, false, false);
  }
}
