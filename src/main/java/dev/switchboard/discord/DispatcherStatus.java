package dev.switchboard.discord;

import java.time.Instant;
import java.util.Optional;

/**
 * How the {@link Dispatcher} stands, for metrics and health.
 *
 * @param waiting jobs that are not over, by lane
 * @param inFlight calls that Discord has not answered yet
 * @param oldest when the oldest job that is not over was taken over; the epoch if there is none
 * @param made calls made since the start
 * @param limited how many of them Discord refused as too early (429)
 * @param failed how many had no answer, or a server error
 * @param outage whether Discord fails for everybody, so that it is only probed
 * @param tokenRefused whether Discord refuses the bot's token: nothing goes out until there is
 *     another one
 */
public record DispatcherStatus(
    Waiting waiting,
    int inFlight,
    Instant oldest,
    long made,
    long limited,
    long failed,
    boolean outage,
    boolean tokenRefused) {

  /** Numbers of jobs by lane. */
  public record Waiting(int staff, int relay, int bulk) {
    /** All of them. */
    public int total() {
      return staff + relay + bulk;
    }
  }

  /** Nothing to do and nothing done yet. */
  public static final DispatcherStatus IDLE =
      new DispatcherStatus(new Waiting(0, 0, 0), 0, Instant.EPOCH, 0, 0, 0, false, false);

  /** When the oldest job that is not over was taken over. */
  public Optional<Instant> oldestJob() {
    return oldest.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(oldest);
  }
}
