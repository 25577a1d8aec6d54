package dev.switchboard.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;

/**
 * How fast bytes that nobody wants are taken from all connections together. They are taken only so
 * that whoever sends them hears the answer, and must not take the processor from the relay. Turns
 * are given in the order of the questions. Safe for use by several threads.
 */
final class DrainPace {
  /** Bytes in a second. */
  private static final long RATE = 4L * 1024 * 1024;

  /** Bytes that may be taken at once after a quiet time. */
  private static final long AT_ONCE = 4L * 1024 * 1024;

  /** Bytes of a turn: as many as are read at once, see {@code io.tcp.direct-buffer-size}. */
  private static final long TURN = 4L * 1024;

  private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1) * TURN / RATE;
  private static final long AT_ONCE_NANOS = TURN_NANOS * (AT_ONCE / TURN);

  private final LongSupplier nanos;
  private long next;

  DrainPace() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back
   */
  DrainPace(LongSupplier nanos) {
    this.nanos = nanos;
    this.next = nanos.getAsLong() - AT_ONCE_NANOS;
  }

  /** Completes when the next bytes of a connection may be taken. */
  CompletionStage<Done> turn() {
    long wait = nanosUntilTurn();
    CompletableFuture<Done> turn = new CompletableFuture<>();
    return wait <= 0
        ? CompletableFuture.completedStage(Done.getInstance())
        : turn.completeOnTimeout(Done.getInstance(), wait, TimeUnit.NANOSECONDS);
  }

  /** Takes a turn, and tells how long it is until then. */
  synchronized long nanosUntilTurn() {
    long now = nanos.getAsLong();
    // As nanoTime is to be compared: it may overflow.
    long start = next - (now - AT_ONCE_NANOS) < 0 ? now - AT_ONCE_NANOS : next;
    next = start + TURN_NANOS;
    return start - now;
  }
}
