package dev.switchboard.storage;

/**
 * Thrown if the storage is in reach but must not be used as it is. A retry fails again until a
 * person changes something.
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
