package dev.switchboard.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Storage that cannot be used. The message is one line for an operator: what was found and what to
 * do. The kinds differ in who must act: {@link StorageRefused} waits for a person, {@link
 * StorageUnavailable} may pass by itself, {@link StorageAbandoned} concerns nobody any more.
 */
public abstract sealed class StorageException extends RuntimeException
    permits StorageRefused, StorageUnavailable, StorageAbandoned {
  private static final long serialVersionUID = 1L;

  StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
