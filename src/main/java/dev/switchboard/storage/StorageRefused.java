package dev.switchboard.storage;

/**
 * The storage is there but must not be used as it is: trying again without a change by a person
 * gives the same answer.
 */
public sealed class StorageRefused extends StorageException permits NewerData {
  private static final long serialVersionUID = 1L;

  public StorageRefused(String message) {
    super(message, null);
  }

  public StorageRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
