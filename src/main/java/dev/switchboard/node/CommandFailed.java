package dev.switchboard.node;

/** A command could not do its work, for a reason that its message says in one line. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandFailed(String message) {
    super(message, null, false, false);
  }
}
