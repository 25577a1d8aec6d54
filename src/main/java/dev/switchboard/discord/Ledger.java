package dev.switchboard.discord;

import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Outcome;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The books of the {@link Dispatcher}: which jobs it holds, since when, what became of the latest,
 * and the figures. Not thread-safe.
 */
final class Ledger {
  /** Outcomes remembered, for owners that offer a job again before they heard of its outcome. */
  private static final int REMEMBERED = 20_000;

  /** In the order in which they were taken over. */
  private final LinkedHashMap<Job.Key, Instant> held = new LinkedHashMap<>();

  private final Map<Job.Key, Outcome> finished = new Latest<>();

  /** By channel, the latest message that was posted: a post in doubt stands behind it. */
  private final Map<Long, Long> lastSent = new Latest<>();

  private final Map<Job.Lane, Integer> waiting = new EnumMap<>(Job.Lane.class);
  private long made;
  private long limited;
  private long failed;

  /** Takes the job in; false if it is held already. */
  boolean add(Job job) {
    if (held.putIfAbsent(job.key(), Instant.now()) != null) {
      return false;
    }
    waiting.merge(job.lane(), 1, Integer::sum);
    return true;
  }

  /** What became of the job, if it was over not long ago. */
  @Nullable Outcome outcome(Job.Key key) {
    return finished.get(key);
  }

  void over(Job job, Outcome outcome) {
    held.remove(job.key());
    waiting.merge(job.lane(), -1, Integer::sum);
    // A permission can come back, so what was refused for the lack of one may be tried again.
    boolean passing =
        outcome instanceof Outcome.Refused(Outcome.Refusal reason, _)
            && reason == Outcome.Refusal.FORBIDDEN;
    if (!passing) {
      finished.put(job.key(), outcome);
    }
    if (job instanceof Job.Send && outcome instanceof Outcome.Sent(long message)) {
      lastSent.merge(job.channel(), message, Math::max);
    }
  }

  /** The latest message of ours in the channel that is known here; 0 for none. */
  long lastSent(long channel) {
    return lastSent.getOrDefault(channel, 0L);
  }

  void called() {
    made++;
  }

  void limited() {
    limited++;
  }

  void failed() {
    failed++;
  }

  DispatcherStatus status(int inFlight, Weather weather) {
    var oldest = held.firstEntry();
    return new DispatcherStatus(
        new DispatcherStatus.Waiting(
            waiting.getOrDefault(Job.Lane.STAFF, 0),
            waiting.getOrDefault(Job.Lane.RELAY, 0),
            waiting.getOrDefault(Job.Lane.BULK, 0)),
        inFlight,
        oldest == null ? Instant.EPOCH : oldest.getValue(),
        made,
        limited,
        failed,
        weather.isOutage(),
        weather.isTokenRefused());
  }

  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
