package dev.switchboard.discord.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the {@link Dispatcher} stands, for metrics and health.
 *
 * @param waiting jobs that are not over, by lane
 * @param inFlight calls that Discord has not answered yet
 * @param made calls made since the start
 * @param limited how many of them Discord refused as too early (429)
 * @param failed how many had no answer, or a server error
 * @param outage whether Discord fails for everybody, so that it is only probed
 * @param tokenRefused whether Discord refuses the bot's token: nothing goes out until there is
 *     another one
 * @param withholding what is not posted now, and why
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
   * @param oldest when the oldest of them was taken over; empty where there is none
   */
  public record Queue(int jobs, Optional<Instant> oldest) {
    static final Queue EMPTY = new Queue(0, Optional.empty());
  }

  /** The jobs by lane. */
  public record Waiting(Queue staff, Queue relay, Queue bulk) {
    /** How many there are. */
    public int total() {
      return staff.jobs() + relay.jobs() + bulk.jobs();
    }

    /** When the oldest of all was taken over. */
    public Optional<Instant> oldest() {
      return Stream.of(staff, relay, bulk)
          .flatMap(queue -> queue.oldest().stream())
          .min(Instant::compareTo);
    }
  }

  /**
   * What is not posted so that nobody else reads it, or since the bot is not in a guild.
   *
   * @param channels in how many channels posts wait for that
   * @param alarms what a person has to mend, in words; empty where all is well
   */
  public record Withholding(int channels, List<String> alarms) {
    static final Withholding NONE = new Withholding(0, List.of());

    public Withholding {
      alarms = List.copyOf(alarms);
    }
  }

  /** Nothing to do and nothing done yet. */
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
