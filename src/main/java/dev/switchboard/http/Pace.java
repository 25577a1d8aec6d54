package dev.switchboard.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;

/**
 * A rate limit on work that strangers can cause as often as they like, so that it leaves processor
 * time to the relay. Turns are given in the order of the calls. Thread-safe.
 */
final class Pace {
  /** The unwanted bytes that are read in a turn; the same as {@code io.tcp.direct-buffer-size}. */
  static final int DRAIN_TURN = 4 * 1024;

  /** The unwanted bytes per second, of all connections together. */
  private static final int DRAIN_RATE = 2 * 1024 * 1024;

  /** The unwanted bytes at once, after a quiet time. */
  private static final int DRAIN_AT_ONCE = 4 * 1024 * 1024;

  /** The time between two new connections: a new one takes 1 to 5 ms of processor time. */
  private static final Duration CONNECTION = Duration.ofMillis(8);

  /** The new connections at once, after a quiet time. */
  private static final int CONNECTIONS_AT_ONCE = 16;

  /**
   * The time between two refused connections, short so that refusals do not hold up other
   * addresses.
   */
  private static final Duration REFUSAL = Duration.ofMillis(1);

  /** The refused connections at once, after a quiet time. */
  private static final int REFUSALS_AT_ONCE = 64;

  private final long turnNanos;
  private final long atOnceNanos;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param turn the time from one turn to the next
   * @param atOnce the number of turns at once after a quiet time
   * @param nanos a monotonic clock, in nanoseconds
   */
  Pace(Duration turn, int atOnce, LongSupplier nanos) {
    this.turnNanos = turn.toNanos();
    this.atOnceNanos = atOnce * turnNanos;
    this.nanos = nanos;
    this.next = nanos.getAsLong() - atOnceNanos;
  }

  /** The pace of unwanted bytes, which are read only so that their sender receives the answer. */
  static Pace ofDrains(LongSupplier nanos) {
    Duration turn = Duration.ofSeconds(1).dividedBy(DRAIN_RATE / DRAIN_TURN);
    return new Pace(turn, DRAIN_AT_ONCE / DRAIN_TURN, nanos);
  }

  /** The pace of new connections. Others wait in the backlog of the operating system. */
  static Pace ofConnections() {
    return new Pace(CONNECTION, CONNECTIONS_AT_ONCE, System::nanoTime);
  }

  /**
   * The pace of connections that are closed at once, since their address or all addresses have too
   * many.
   */
  static Pace ofRefusals() {
    return new Pace(REFUSAL, REFUSALS_AT_ONCE, System::nanoTime);
  }

  /** Completes at the time of the next turn. */
  CompletionStage<Done> turn() {
    long wait = nanosUntilTurn();
    CompletableFuture<Done> turn = new CompletableFuture<>();
    return wait <= 0
        ? CompletableFuture.completedStage(Done.getInstance())
        : turn.completeOnTimeout(Done.getInstance(), wait, TimeUnit.NANOSECONDS);
  }

  /** Takes the next turn and gives the nanoseconds until then. */
  synchronized long nanosUntilTurn() {
    long now = nanos.getAsLong();
    // The difference is compared, since nanoTime may overflow.
    long start = next - (now - atOnceNanos) < 0 ? now - atOnceNanos : next;
    next = start + turnNanos;
    return start - now;
  }
}
