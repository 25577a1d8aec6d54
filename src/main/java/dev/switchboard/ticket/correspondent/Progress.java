package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What came of a step of a {@link CorrespondentEntity}. */
sealed interface Progress {
  record Loaded(Inbox.Waiting waiting) implements Progress {}

  record Filled(Inbox.Filled filled) implements Progress {}

  record Answered(List<? extends Arrival> arrivals, long ticket, TicketReply reply)
      implements Progress {}

  /** What former tickets have taken is settled: the message may open the next one. */
  record Cleared(Arrival.Wrote arrival) implements Progress {}

  /**
   * Whether the next ticket may open.
   *
   * @param pause empty if it may; else how long to wait before asking again
   */
  record Considered(Arrival.Wrote arrival, Optional<Duration> pause) implements Progress {}

  record Numbered(Arrival.Wrote arrival, long ticket) implements Progress {}

  /** The step failed for reasons outside; it is tried again after a pause. */
  record Failed(String step, String why) implements Progress {}

  /** Some time ago a ticket had no room: whether it has some now is to be asked. */
  record Crowded(long ticket) implements Progress {}

  /** The pause is over. */
  record Rested() implements Progress {}
}
