package dev.switchboard.timing;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a stage on a thread that has nothing else to do, as that of a command. */
public final class Awaited {
  private Awaited() {}

  /**
   * The value of the stage.
   *
   * @throws CompletionException with the cause of a stage that failed, with a {@link
   *     TimeoutException} where it takes longer, and with an {@link InterruptedException}, of which
   *     the thread's flag tells, too
   */
  public static <T> T value(CompletionStage<T> stage, Duration longest) {
    try {
      return stage.toCompletableFuture().get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new CompletionException(failed.getCause());
    } catch (TimeoutException late) {
      throw new CompletionException(late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CompletionException(interrupted);
    }
  }
}
