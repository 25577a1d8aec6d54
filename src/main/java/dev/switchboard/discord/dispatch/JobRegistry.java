package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The books of the {@link Dispatcher}: which jobs it holds, since when, what became of the latest,
 * and the figures. Not thread-safe.
 */
final class JobRegistry {
  /** Outcomes remembered, for owners that offer a job again before they heard of its outcome. */
  private static final int REMEMBERED = 20_000;

  /** By lane, in the order in which they were taken over. */
  private final Map<Job.Lane, SequencedMap<Job.Key, Instant>> held = new EnumMap<>(Job.Lane.class);

  private final Map<Job.Key, Outcome> finished = new Latest<>();

  /** By channel, the latest message that was posted: a post in doubt stands behind it. */
  private final Map<Long, Long> lastSent = new Latest<>();

  /** A job of each owner that was refused for the lack of a permission. */
  private final Map<String, Job.Key> lacking = new Latest<>();

  /** The channels in which a permission to post was lacking. */
  private final Set<Long> forbidden = Collections.newSetFromMap(new Latest<>());

  private long made;
  private long limited;
  private long failed;

  JobRegistry() {
    for (var lane : Job.Lane.values()) {
      held.put(lane, new LinkedHashMap<>());
    }
  }

  /** Takes the job in; false if it is held already. */
  boolean add(Job job) {
    if (held.values().stream().anyMatch(lane -> lane.containsKey(job.key()))) {
      return false;
    }
    in(job.lane()).put(job.key(), Instant.now());
    return true;
  }

  private SequencedMap<Job.Key, Instant> in(Job.Lane lane) {
    return Objects.requireNonNull(held.get(lane));
  }

  /** What became of the job, if it was over not long ago. */
  @Nullable Outcome outcome(Job.Key key) {
    return finished.get(key);
  }

  void over(Job job, Outcome outcome) {
    in(job.lane()).remove(job.key());
    // A permission can come back, so what was refused for the lack of one may be tried again.
    boolean passing =
        outcome instanceof Outcome.Refused(Outcome.Refusal reason, _)
            && reason == Outcome.Refusal.FORBIDDEN;
    if (passing) {
      lacking.put(job.key().owner(), job.key());
      if (job instanceof Job.Send) {
        forbidden.add(job.channel());
      }
    } else {
      finished.put(job.key(), outcome);
    }
    if (job instanceof Job.Send) {
      switch (outcome) {
        case Outcome.Sent(long message) -> sent(job.channel(), message);
        case Outcome.SentAs(long message, _, _) -> sent(job.channel(), message);
        case Outcome.Done _, Outcome.Refused _ -> {}
      }
    }
  }

  /** Whose jobs may be tried again, now that permissions have changed. */
  List<Job.Key> lacking() {
    List<Job.Key> keys = List.copyOf(lacking.values());
    lacking.clear();
    forbidden.clear();
    return keys;
  }

  /** Whether a permission was lacking in the channel when it was last asked for. */
  boolean isForbidden(long channel) {
    return channel != 0 && forbidden.contains(channel);
  }

  /** The channel may be asked for once more. */
  void permit(long channel) {
    forbidden.remove(channel);
  }

  /** The job is not done here: its owner offers it again. */
  void forget(Job job) {
    in(job.lane()).remove(job.key());
  }

  private void sent(long channel, long message) {
    lastSent.merge(channel, message, Math::max);
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

  DispatcherStatus status(
      int inFlight, OutageBreaker outageBreaker, DispatcherStatus.Withholding withholding) {
    return new DispatcherStatus(
        new DispatcherStatus.Waiting(
            queue(Job.Lane.STAFF), queue(Job.Lane.RELAY), queue(Job.Lane.BULK)),
        inFlight,
        made,
        limited,
        failed,
        outageBreaker.isOutage(),
        outageBreaker.isTokenRefused(),
        withholding);
  }

  private DispatcherStatus.Queue queue(Job.Lane lane) {
    var first = in(lane).firstEntry();
    return first == null
        ? DispatcherStatus.Queue.EMPTY
        : new DispatcherStatus.Queue(in(lane).size(), Optional.of(first.getValue()));
  }

  private static final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > REMEMBERED;
    }
  }
}
