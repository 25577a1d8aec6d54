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

/** The jobs of one channel, in the order of their offers. At most one of them is under way. */
final class ChannelQueue {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelQueue.class);

  private final Deque<Job> jobs = new ArrayDeque<>(2);

  /** The number of jobs by lane, the most urgent lane first. */
  private final EnumMap<Lane, Integer> byLane = new EnumMap<>(Lane.class);

  private @Nullable Procedure procedure;

  /** The number of failures of the first job. */
  int failures;

  /** Whether a call for the first job is under way. */
  boolean calling;

  /**
   * The number of this queue's waits. It grows with each new wait, so that the timers and lane
   * slots of earlier waits are recognised as void.
   */
  private int turn;

  /** The lane in which the queue is ready; null while it waits for anything else. */
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

  /** The procedure of the first job; kept until the job is over. */
  Procedure procedure(Way way) {
    var begun = procedure;
    if (begun == null) {
      begun = way.of(first());
      procedure = begun;
    }
    return begun;
  }

  /** Chooses the procedure for a job. */
  @FunctionalInterface
  interface Way {
    Procedure of(Job job);
  }

  /**
   * Logs, less and less often, a delay of the first job that a person may have to end.
   *
   * @param first the number of failures before the first log line
   */
  void tellOfDelay(String why, int first) {
    if (failures >= first && Integer.bitCount(failures + 1 - first) == 1) {
      LOG.warn(
          "{} is delayed: {}. That says nothing of it, so it is tried again", first().key(), why);
    }
  }

  /** Removes the first job, which is over. */
  Job remove() {
    var job = jobs.removeFirst();
    byLane.computeIfPresent(job.lane(), (_, count) -> count > 1 ? count - 1 : null);
    procedure = null;
    failures = 0;
    return job;
  }

  /** Removes all posts of this owner; none of them is under way. */
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
   * The most urgent lane of all jobs here: an urgent job raises the urgency of the jobs before it.
   */
  Lane lane() {
    return byLane.isEmpty() ? Lane.BULK : byLane.keySet().iterator().next();
  }

  int turn() {
    return turn;
  }

  /** Starts a new wait and returns its number. */
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
