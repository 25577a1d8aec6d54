package dev.switchboard.lookup;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asked before each outgoing connection where its host is to be looked for. Thread-safe. */
@FunctionalInterface
public interface HostLookup {
  /** Everything is where the name service says. */
  HostLookup USUAL = _ -> CompletableFuture.completedStage(Optional.empty());

  /**
   * The name or address that is taken for a host, if another than its own. Never fails; what proves
   * who a host is (TLS) goes on to be held to its own name.
   */
  CompletionStage<Optional<String>> targetOf(String host);

  /**
   * Whether a connection that was made then may lead to where its host is not looked for any more.
   * Asked before a connection is used again; does not block, and may learn of a change only by
   * being asked, so that it says so a moment later.
   *
   * @param nanoTime when it began to be made, by {@link System#nanoTime}
   */
  default boolean changedSince(long nanoTime) {
    return false;
  }
}
