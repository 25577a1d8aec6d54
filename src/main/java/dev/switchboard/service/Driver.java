package dev.switchboard.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;

/**
 * Starts and stops a service. Stages complete within seconds, exceptionally with {@link
 * DriverFailed}.
 */
interface Driver {
  /** Starts it; completes when it was told to run, which does not mean that it answers yet. */
  CompletionStage<Running> start(LaunchSpec launchSpec);

  /** Makes sure that nothing runs that an earlier process of ours may have started. */
  CompletionStage<Done> ensureStopped();

  /** The processes of what runs, where they are ours to know. */
  default Stream<ProcessHandle> processes() {
    return Stream.empty();
  }

  /** A service that was started. */
  interface Running {
    /** What is wrong with it, asked of it now; empty where it answers as it should. */
    CompletionStage<Optional<String>> probe();

    /** Completes with why when it ends without being told; never, where nobody can tell. */
    CompletionStage<String> ended();

    /** Ends it; completes when it is gone and its port is free. */
    CompletionStage<Done> stop();

    /** What becomes of it when this server ends: most end with it. */
    default CompletionStage<Done> leave() {
      return stop();
    }
  }
}
