package dev.switchboard.discord.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of the {@link Dispatcher}, for metrics and health checks.
 *
 * @param waiting jobs without an outcome, by lane
 * @param inFlight calls that Discord has not answered yet
 * @param made calls since the dispatcher started
 * @param limited calls that Discord refused as too early (429)
 * @param failed calls without an answer, or with a server error
 * @param outage whether Discord fails for all channels, so that only trial calls are made
 * @param tokenRefused whether Discord refuses the bot's token: nothing is sent until there is a new
 *     token
 * @param withholding the withheld posts, and the reasons
 */
public record DispatcherStatus(
    Waiting waiting,
    int inFlight,
    long made,
    long limited,
    long failed,
    boolean outage,
    boolean tokenRefused,
    Withholding withholding) {

  /**
   * The jobs of one lane.
   *
   * @param oldest the time when the oldest of them was taken over; empty without jobs
   */
  public record Queue(int jobs, Optional<Instant> oldest) {
    static final Queue EMPTY = new Queue(0, Optional.empty());
  }

  /** The jobs by lane. */
  public record Waiting(Queue staff, Queue relay, Queue bulk) {
    /** The number of jobs in all lanes. */
    public int total() {
      return staff.jobs() + relay.jobs() + bulk.jobs();
    }

    /** The time when the oldest job of all lanes was taken over. */
    public Optional<Instant> oldest() {
      return Stream.of(staff, relay, bulk)
          .flatMap(queue -> queue.oldest().stream())
          .min(Instant::compareTo);
    }
  }

  /**
   * Posts withheld because people other than staff could read them, or the bot is not in a guild.
   *
   * @param channels the number of withheld channel queues
   * @param alarms problems that a person has to solve, in words; empty without any
   */
  public record Withholding(int channels, List<String> alarms) {
    static final Withholding NONE = new Withholding(0, List.of());

    public Withholding {
      alarms = List.copyOf(alarms);
    }
  }

  /** The status before the first job. */
  public static final DispatcherStatus IDLE =
      new DispatcherStatus(
          new Waiting(Queue.EMPTY, Queue.EMPTY, Queue.EMPTY),
          0,
          0,
          0,
          0,
          false,
          false,
          Withholding.NONE);
}
