package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Procedure;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Job.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of one channel, first come, first served; at most one of them is under way. */
final class ChannelQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelQueue.class);

  private final Deque<Job> jobs = new ArrayDeque<>(2);

  /** How many jobs each lane has here; the most urgent lane first. */
  private final EnumMap<Lane, Integer> byLane = new EnumMap<>(Lane.class);

  private @Nullable Procedure procedure;

  /** How often the present job failed. */
  int failures;

  /** Whether its call is under way. */
  boolean calling;

  /**
   * Counts up whenever the line begins to wait for something else, so that what it waited for
   * before is recognised as past.
   */
  private int turn;

  /** Whether it stands in a lane, and in which; null while it waits for anything else. */
  private @Nullable Lane queued;

  void add(Job job) {
    jobs.addLast(job);
    byLane.merge(job.lane(), 1, Integer::sum);
  }

  boolean isEmpty() {
    return jobs.isEmpty();
  }

  Job first() {
    return jobs.getFirst();
  }

  /** The way in which the first job is done; kept until it is over. */
  Procedure procedure(Way way) {
    var begun = procedure;
    if (begun == null) {
      begun = way.of(first());
      procedure = begun;
    }
    return begun;
  }

  /** How jobs are done. */
  @FunctionalInterface
  interface Way {
    Procedure of(Job job);
  }

  /**
   * The first job is held up by what a person may have to mend: said less and less often.
   *
   * @param first after so many failures it is said for the first time
   */
  void tellOfDelay(String why, int first) {
    if (failures >= first && Integer.bitCount(failures + 1 - first) == 1) {
      LOG.warn(
          "{} is delayed: {}. That says nothing of it, so it is tried again", first().key(), why);
    }
  }

  /** The first job is over. */
  Job remove() {
    var job = jobs.removeFirst();
    byLane.computeIfPresent(job.lane(), (_, count) -> count > 1 ? count - 1 : null);
    procedure = null;
    failures = 0;
    return job;
  }

  /** Takes out all posts of this owner; none of them is under way. */
  List<Job> removePostsOf(String owner) {
    List<Job> removed =
        jobs.stream()
            .filter(Job.Send.class::isInstance)
            .filter(job -> job.key().owner().equals(owner))
            .toList();
    jobs.removeAll(removed);
    removed.forEach(
        job -> byLane.computeIfPresent(job.lane(), (_, count) -> count > 1 ? count - 1 : null));
    return removed;
  }

  /**
   * The most urgent lane of all its jobs: an urgent job lends its urgency to those that it stands
   * behind.
   */
  Lane lane() {
    return byLane.isEmpty() ? Lane.BULK : byLane.keySet().iterator().next();
  }

  int turn() {
    return turn;
  }

  /** Waits for something new from now on; its turn until then. */
  int nextTurn() {
    queued = null;
    return ++turn;
  }

  boolean isQueued() {
    return queued != null;
  }

  boolean isQueuedIn(Lane lane) {
    return queued == lane;
  }

  void queue(Lane lane) {
    queued = lane;
  }
}
