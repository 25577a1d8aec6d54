package dev.switchboard.storage;

/** Thrown if the data was written by a newer program, so that this one could not read all of it. */
public final class NewerData extends StorageRefused {
  private static final long serialVersionUID = 1L;

  public NewerData(String message) {
    super(message);
  }
}
