package dev.switchboard.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** For a service that nobody runs. */
final class NoDriver implements Driver {
  private final Service service;

  NoDriver(Service service) {
    this.service = service;
  }

  @Override
  public CompletionStage<Running> start(LaunchSpec launchSpec) {
    return CompletableFuture.failedStage(
        DriverFailed.forGood(
            "nobody runs it: switchboard.services.%s.driver is none".formatted(service.word())));
  }

  @Override
  public CompletionStage<Done> ensureStopped() {
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
