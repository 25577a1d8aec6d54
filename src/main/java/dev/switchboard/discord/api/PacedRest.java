package dev.switchboard.discord.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Calls that are no jobs (looking up a member, reading a history), made within the same budget and
 * limits as the {@code Dispatcher}'s. Thread-safe.
 */
public final class PacedRest {
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  /** What can wait goes on beside a steady load, too, but no faster than that for each caller. */
  private static final Duration BULK_PAUSE = Duration.ofSeconds(1);

  private final DiscordRest rest;
  private final RateLimits limits;
  private final int requestsPerSecond;

  /**
   * One for the whole process, since Discord counts the bot's calls together.
   *
   * @param requestsPerSecond the budget of all that goes through here and the dispatcher
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

  /** How much of this second's budget is used, from 0 to 1. */
  public double budgetUsed() {
    return limits.budgetUsed(System.nanoTime());
  }

  public boolean isClosed() {
    return rest.isClosed();
  }

  /**
   * Waits for the call's turn, makes it, and makes it again where Discord finds it too early.
   * Nothing else is repeated. For calls without files.
   *
   * @param patience how long its turn is waited for; later it is {@link Answer.Unreachable}, not
   *     sent
   */
  public CompletionStage<Answer> exchange(Call call, Duration patience) {
    return attempt(new RateLimits.Pass(call), System.nanoTime() + patience.toNanos());
  }

  /**
   * As {@link #exchange}, for calls that nobody waits for: they use only the half of the budget
   * that is left over, or one a second where nothing is.
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
