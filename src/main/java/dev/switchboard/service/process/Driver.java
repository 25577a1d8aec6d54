package dev.switchboard.service.process;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/**
 * The driver of a service: it starts and stops its program. Stages complete within seconds; they
 * fail with {@link DriverFailed}.
 */
public interface Driver {
  /** Starts the service. Completes when the program was started, which may be before it answers. */
  CompletionStage<Running> start(LaunchSpec launchSpec);

  /** Makes sure that nothing runs that an earlier process of this server may have started. */
  CompletionStage<Done> ensureStopped();

  /** The processes of the running service, as far as this process knows them. */
  default Stream<ProcessHandle> processes() {
    return Stream.empty();
  }

  /** A service that was started. */
  interface Running {
    /** Probes the service now. Gives the fault, or nothing if the service answers as it should. */
    CompletionStage<Optional<String>> probe();

    /**
     * Completes with the reason when the service ends by itself; never, if this process cannot know
     * that.
     */
    CompletionStage<String> ended();

    /** Stops the service. Completes when its processes have ended and its port is free. */
    CompletionStage<Done> stop();

    /** Called when this server ends. Most services end with it. */
    default CompletionStage<Done> leave() {
      return stop();
    }
  }
}
