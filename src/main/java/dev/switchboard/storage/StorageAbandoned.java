package dev.switchboard.storage;

/**
 * Thrown if the process is asked to end while the storage is being opened. It is no error, and no
 * caller waits for the storage any more.
 */
public final class StorageAbandoned extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageAbandoned() {
    super("the process was told to end during its start", null);
  }
}
