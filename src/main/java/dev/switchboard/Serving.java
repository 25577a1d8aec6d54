package dev.switchboard;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the main thread until a running Switchboard ends, and ends it with the process. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private Serving() {}

  /**
   * Returns when it has ended by itself; a signal closes it first.
   *
   * @throws Exception what it ended by, as an {@code ExecutionException}
   */
  static int untilStopped(Switchboard switchboard) throws Exception {
    CompletableFuture<Void> ended = switchboard.ended().toCompletableFuture();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!ended.isDone()) {
                    LOG.info("Stopping.");
                    switchboard.close();
                    LOG.info("Stopped.");
                  }
                },
                "shutdown"));
    ended.get();
    return ExitCode.DONE;
  }
}
