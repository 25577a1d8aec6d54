package dev.switchboard;

/** A command could not do its work, for a reason that its message says in one line. */
final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandFailed(String message) {
    super(message, null, false, false);
  }
}
