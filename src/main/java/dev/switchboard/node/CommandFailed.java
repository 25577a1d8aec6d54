package dev.switchboard.node;

/** A command could not do its work. The message gives the reason in one line. */
public final class CommandFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CommandFailed(String message) {
    super(message, null, false, false);
  }
}
