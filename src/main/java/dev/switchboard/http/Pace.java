package dev.switchboard.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.Done;

/**
 * How fast something is done that strangers can cause as often as they like, so that it does not
 * take the processor from the relay. Turns are given in the order of the questions. Safe for use by
 * several threads.
 */
final class Pace {
  /** Bytes that nobody wants and that are taken in a turn: as {@code io.tcp.direct-buffer-size}. */
  static final int DRAIN_TURN = 4 * 1024;

  /** Such bytes in a second, of all connections together. */
  private static final int DRAIN_RATE = 2 * 1024 * 1024;

  /** Such bytes at once, after a quiet time. */
  private static final int DRAIN_AT_ONCE = 4 * 1024 * 1024;

  /** Between two new connections: a new one takes 1 to 5 ms of processor time. */
  private static final Duration CONNECTION = Duration.ofMillis(8);

  /** New connections at once, after a quiet time. */
  private static final int CONNECTIONS_AT_ONCE = 16;

  /** Between two connections that are closed at once: whoever has too many holds up nobody else. */
  private static final Duration REFUSAL = Duration.ofMillis(1);

  /** Connections that are closed at once, after a quiet time. */
  private static final int REFUSALS_AT_ONCE = 64;

  private final long turnNanos;
  private final long atOnceNanos;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param turn from one turn to the next
   * @param atOnce turns that may be taken at once after a quiet time
   * @param nanos a clock that never goes back
   */
  Pace(Duration turn, int atOnce, LongSupplier nanos) {
    this.turnNanos = turn.toNanos();
    this.atOnceNanos = atOnce * turnNanos;
    this.nanos = nanos;
    this.next = nanos.getAsLong() - atOnceNanos;
  }

  /**
   * Of bytes that nobody wants: they are taken only so that whoever sends them hears the answer.
   */
  static Pace ofDrains(LongSupplier nanos) {
    Duration turn = Duration.ofSeconds(1).dividedBy(DRAIN_RATE / DRAIN_TURN);
    return new Pace(turn, DRAIN_AT_ONCE / DRAIN_TURN, nanos);
  }

  /** Of new connections; others wait in the backlog of the operating system. */
  static Pace ofConnections() {
    return new Pace(CONNECTION, CONNECTIONS_AT_ONCE, System::nanoTime);
  }

  /** Of connections that are closed at once, since their address or all have too many. */
  static Pace ofRefusals() {
    return new Pace(REFUSAL, REFUSALS_AT_ONCE, System::nanoTime);
  }

  /** Completes when the turn has come. */
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
    long start = next - (now - atOnceNanos) < 0 ? now - atOnceNanos : next;
    next = start + turnNanos;
    return start - now;
  }
}
