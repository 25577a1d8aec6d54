package dev.switchboard.storage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the storage cannot be used. The message is one line for an operator: the problem and
 * the remedy. {@link StorageRefused} needs the action of a person, {@link StorageUnavailable} may
 * pass by itself, {@link StorageAbandoned} needs no action.
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
