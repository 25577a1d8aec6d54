package dev.switchboard.storage;

/** The storage is out of reach, too slow or overloaded: trying again later may succeed. */
public final class StorageUnavailable extends StorageException {
  private static final long serialVersionUID = 1L;

  public StorageUnavailable(String message) {
    super(message, null);
  }

  public StorageUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
