package dev.switchboard.discord.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls that are not jobs (reading a member or a history) within the same budget and rate
 * limits as the {@code Dispatcher}. Thread-safe.
 */
public final class PacedRest {
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  /** Bulk calls also continue under steady load, but no faster than this for each caller. */
  private static final Duration BULK_PAUSE = Duration.ofSeconds(1);

  private final DiscordRest rest;
  private final RateLimits limits;
  private final int requestsPerSecond;

  /**
   * Creates the only instance of the process, since Discord counts all calls of the bot together.
   *
   * @param requestsPerSecond the budget for these calls and the dispatcher's
   */
  public PacedRest(DiscordRest rest, int requestsPerSecond) {
    this.rest = rest;
    this.requestsPerSecond = requestsPerSecond;
    this.limits = new RateLimits(requestsPerSecond, System.nanoTime());
  }

  public DiscordRest rest() {
    return rest;
  }

  public RateLimits limits() {
    return limits;
  }

  /** The used part of this second's budget, from 0 to 1. */
  public double budgetUsed() {
    return limits.budgetUsed(System.nanoTime());
  }

  public boolean isClosed() {
    return rest.isClosed();
  }

  /**
   * Waits for the call's turn, makes it, and repeats it only after a 429. For calls without files.
   *
   * @param patience the longest wait for its turn; after that the result is {@link
   *     Answer.Unreachable}, not sent
   */
  public CompletionStage<Answer> exchange(Call call, Duration patience) {
    return attempt(new RateLimits.Pass(call), System.nanoTime() + patience.toNanos());
  }

  /**
   * As {@link #exchange}, for calls that can wait: they start only while more than half of the
   * budget is free, or else after 1 s.
   */
  public CompletionStage<Answer> exchangeInBulk(Call call, Duration patience) {
    long now = System.nanoTime();
    return whenQuiet(call, now + BULK_PAUSE.toNanos(), now + patience.toNanos());
  }

  private CompletionStage<Answer> whenQuiet(Call call, long atLatest, long deadline) {
    long now = System.nanoTime();
    if (limits.budgetLeft(now) * 2 > requestsPerSecond || now - atLatest >= 0) {
      return attempt(new RateLimits.Pass(call), deadline);
    }
    Executor later = CompletableFuture.delayedExecutor(RECHECK, TimeUnit.NANOSECONDS);
    return CompletableFuture.supplyAsync(() -> call, later)
        .thenCompose(waited -> whenQuiet(waited, atLatest, deadline));
  }

  private CompletionStage<Answer> attempt(RateLimits.Pass pass, long deadline) {
    long now = System.nanoTime();
    long wait = limits.take(pass, now);
    if (wait == 0) {
      return rest.exchange(pass.call())
          .thenCompose(answer -> {
            limits.answered(pass, answer, System.nanoTime());
            return answer instanceof Answer.Limited
                ? attempt(new RateLimits.Pass(pass.call()), deadline)
                : CompletableFuture.completedStage(answer);
          });
    }
    long pause = wait == RateLimits.UNTIL_ANSWERED ? RECHECK : wait;
    if (now + pause - deadline > 0) {
      return CompletableFuture.completedStage(
          new Answer.Unreachable(true, "the budget of calls did not allow it in time"));
    }
    Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.NANOSECONDS);
    return CompletableFuture.supplyAsync(() -> pass, later)
        .thenCompose(waited -> attempt(waited, deadline));
  }
}
