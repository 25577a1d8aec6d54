package dev.switchboard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The product while it runs. */
public final class Switchboard implements AutoCloseable {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Switchboard() {}

  /**
   * Starts the product and returns when it serves; what is only out of reach is tried again behind
   * the scenes.
   *
   * @throws ConfigurationRefused if what it is told cannot be right
   * @throws dev.switchboard.storage.StorageException if there is no place to store anything
   */
  public static Switchboard start(Settings settings) {
    return new Switchboard();
  }

  /**
   * Completes when it has ended, and if it ended by itself, with the reason: {@link
   * ConfigurationRefused} for what a person has to correct.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /** Takes nothing new in, finishes what is under way, and ends. A second call does nothing. */
  @Override
  public void close() {
    ended.complete(null);
  }
}
