package dev.switchboard.storage;

/**
 * The process was told to end while the storage was being opened: nothing is wrong, and nobody
 * waits for it any more.
 */
public final class StorageAbandoned extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageAbandoned() {
    super("the process was told to end during its start", null);
  }
}
