package dev.switchboard.service.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** The driver of a service that no program runs. A start fails. */
final class NoDriver implements Driver {
  private final String key;

  /**
   * @param key the key of the configuration that says so, under {@code switchboard}
   */
  NoDriver(String key) {
    this.key = key;
  }

  @Override
  public CompletionStage<Running> start(LaunchSpec launchSpec) {
    return CompletableFuture.failedStage(
        DriverFailed.forGood("nobody runs it: switchboard.%s is none".formatted(key)));
  }

  @Override
  public CompletionStage<Done> ensureStopped() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
