package dev.switchboard.lookup;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The look-up of a host's override before each outgoing connection. Thread-safe. */
@FunctionalInterface
public interface HostLookup {
  /** The look-up without overrides: every host is where the name service says. */
  HostLookup USUAL = _ -> CompletableFuture.completedStage(Optional.empty());

  /**
   * The name or address to use in place of a host; empty for the host itself. Never fails. TLS
   * certificates are still checked against the host's own name.
   */
  CompletionStage<Optional<String>> targetOf(String host);

  /**
   * Whether overrides have changed since a connection was made, so that it may lead to the wrong
   * host. Called before a connection is used again. Does not block; the call itself may start the
   * check for changes, so that a later call reports them.
   *
   * @param nanoTime the {@link System#nanoTime} at which the connection began to be made
   */
  default boolean changedSince(long nanoTime) {
    return false;
  }
}
