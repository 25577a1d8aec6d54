package dev.switchboard.storage;

/** The data was written by a newer program than this one, which could not read all of it. */
public final class NewerData extends StorageRefused {
  private static final long serialVersionUID = 1L;

  public NewerData(String message) {
    super(message);
  }
}
