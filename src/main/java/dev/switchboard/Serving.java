package dev.switchboard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the main thread until what is running ends, and ends it with the process. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private Serving() {}

  /** Ends this process, as a signal would, when the one that started it has ended. */
  static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent ->
            Thread.ofPlatform().daemon().name("with-parent").start(() -> endAfter(parent)));
  }

  private static void endAfter(ProcessHandle parent) {
    try {
      parent.onExit().get();
      System.exit(ExitCode.DONE);
    } catch (InterruptedException | ExecutionException unexpected) {
      LOG.warn(
          "This process does not notice the end of the one that started it: {}",
          unexpected.toString());
    }
  }

  /**
   * Returns when it has ended by itself; a signal closes it first. What can do nothing more is
   * closed before this throws, so that nothing of it outlives the process.
   *
   * @throws Exception what it ended by, as an {@code ExecutionException}
   */
  static int untilStopped(CompletionStage<Void> ending, Runnable close) throws Exception {
    CompletableFuture<Void> ended = ending.toCompletableFuture();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!ended.isDone()) {
                    LOG.info("Stopping.");
                    close.run();
                    LOG.info("Stopped.");
                  }
                },
                "shutdown"));
    try {
      ended.get();
    } catch (ExecutionException failed) {
      close.run();
      throw failed;
    }
    return ExitCode.DONE;
  }
}
