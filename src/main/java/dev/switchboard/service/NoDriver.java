package dev.switchboard.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** For a service that nobody runs. */
final class NoDriver implements Driver {
  private final ManagedService service;

  NoDriver(ManagedService service) {
    this.service = service;
  }

  @Override
  public CompletionStage<Running> start(LaunchSpec launchSpec) {
    return CompletableFuture.failedStage(
        DriverFailed.forGood(
            "nobody runs it: switchboard.%s is none".formatted(service.key("driver"))));
  }

  @Override
  public CompletionStage<Done> ensureStopped() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
