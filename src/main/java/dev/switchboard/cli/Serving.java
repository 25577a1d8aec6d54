package dev.switchboard.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the main thread until the product ends, and ends the product with the process. */
final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  private Serving() {}

  /** Ends this process, as a signal would, when its parent process has ended. */
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
   * Waits until {@code ending} completes. A signal runs {@code close} first. It runs exactly once
   * and to its end in every case, so that nothing outlives the process.
   *
   * @throws Exception the failure of {@code ending}, as an {@code ExecutionException}
   */
  static int untilStopped(CompletionStage<Void> ending, Runnable close) throws Exception {
    CompletableFuture<Void> ended = ending.toCompletableFuture();
    Runnable closing = new Once(close);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  boolean signalled = !ended.isDone();
                  if (signalled) {
                    LOG.info("Stopping.");
                  }
                  closing.run();
                  if (signalled) {
                    LOG.info("Stopped.");
                  }
                },
                "shutdown"));
    try {
      ended.get();
    } finally {
      closing.run();
    }
    return ExitCode.DONE;
  }

  /** Runs an action at the first call. Every other call waits for its end. */
  private static final class Once implements Runnable {
    private final Runnable action;
    private boolean ran;

    Once(Runnable action) {
      this.action = action;
    }

    @Override
    public synchronized void run() {
      if (!ran) {
        ran = true;
        action.run();
      }
    }
  }
}
