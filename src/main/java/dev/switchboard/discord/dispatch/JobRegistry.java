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
 * The jobs of the {@link Dispatcher} with the time of their arrival, the latest outcomes, and the
 * figures for the status. Not thread-safe.
 */
final class JobRegistry {
  /** Outcomes kept for owners that offer a job again before they learn its outcome. */
  private static final int REMEMBERED = 20_000;

  /** By lane, in the order of arrival. */
  private final Map<Job.Lane, SequencedMap<Job.Key, Instant>> held = new EnumMap<>(Job.Lane.class);

  private final Map<Job.Key, Outcome> finished = new Latest<>();

  /** By channel, the latest posted message: the search for a post in doubt begins there. */
  private final Map<Long, Long> lastSent = new Latest<>();

  /** By owner, one job that was refused for a missing permission. */
  private final Map<String, Job.Key> lacking = new Latest<>();

  /** The channels in which the permission to post was missing. */
  private final Set<Long> forbidden = Collections.newSetFromMap(new Latest<>());

  private long made;
  private long limited;
  private long failed;

  JobRegistry() {
    for (var lane : Job.Lane.values()) {
      held.put(lane, new LinkedHashMap<>());
    }
  }

  /** Adds the job; false if it is here already. */
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

  /** The outcome of a job that was over not long ago; null if it is not known. */
  @Nullable Outcome outcome(Job.Key key) {
    return finished.get(key);
  }

  void over(Job job, Outcome outcome) {
    in(job.lane()).remove(job.key());
    // A permission can come back, so a job refused for a missing permission may be offered again.
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

  /** Removes and returns a refused job of each owner, since permissions have changed. */
  List<Job.Key> lacking() {
    List<Job.Key> keys = List.copyOf(lacking.values());
    lacking.clear();
    forbidden.clear();
    return keys;
  }

  /** Whether a permission was missing at the latest attempt in the channel. */
  boolean isForbidden(long channel) {
    return channel != 0 && forbidden.contains(channel);
  }

  /** Allows one more attempt in the channel. */
  void permit(long channel) {
    forbidden.remove(channel);
  }

  /** Removes the job without an outcome: its owner offers it again. */
  void forget(Job job) {
    in(job.lane()).remove(job.key());
  }

  private void sent(long channel, long message) {
    lastSent.merge(channel, message, Math::max);
  }

  /** The latest known message of the bot in the channel; 0 for none. */
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
