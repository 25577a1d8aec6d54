package dev.switchboard.ticket.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to figures about tickets and staff, by the read tables. Days are those of UTC. A stage
 * fails with {@link QueryTooSlow} where they take too long, and where the database is out of reach.
 * Thread-safe.
 */
public interface TicketStatistics {
  /** Staff in the list of them. */
  int MOST_STAFF = 20;

  /** Tickets with a first reply of somebody, from which on a mean of them says something. */
  int ENOUGH = 5;

  /**
   * Times of tickets; of no ticket, all are empty.
   *
   * @param count the number of tickets
   * @param p90 nine of ten are no longer
   */
  record Times(
      long count, Optional<Duration> mean, Optional<Duration> median, Optional<Duration> p90) {}

  /**
   * The tickets as they are, and what was closed lately, whatever period is asked for.
   *
   * @param waiting open tickets in which staff owe an answer
   * @param closedToday since midnight
   * @param closedInWeek in the last 7 days, today among them
   * @param closedInMonth in the last 30 days, today among them
   */
  record Now(
      long open,
      long waiting,
      long closed,
      long closedToday,
      long closedInWeek,
      long closedInMonth) {}

  /**
   * Tickets that were opened and closed on a day.
   *
   * @param firstReply median time to the first reply, of the tickets opened on that day that have
   *     one; empty where none has
   */
  record Day(LocalDate date, long opened, long closed, Optional<Duration> firstReply) {}

  /**
   * Somebody who replied or closed tickets in the period.
   *
   * @param user Discord's user id
   * @param name the newest name that is known of the period
   * @param firstReply mean time to the first reply, of the tickets opened in the period that this
   *     person replied to first; empty for fewer than {@link #ENOUGH}
   */
  record StaffMember(
      long user, String name, long replies, long closed, Optional<Duration> firstReply) {}

  /**
   * The figures of a period, which ends now.
   *
   * @param from midnight of its first day
   * @param firstReply from opening to the first reply, of the tickets that were opened in the
   *     period
   * @param resolution from opening to the end, of the tickets that were closed in the period
   * @param days each day of the period, the oldest first
   * @param hours tickets opened in the period by the hour of the day: 24 numbers
   * @param staff those with most replies first, at most {@link #MOST_STAFF}
   */
  record Figures(
      Instant at,
      Instant from,
      Now now,
      Times firstReply,
      Times resolution,
      List<Day> days,
      List<Long> hours,
      List<StaffMember> staff) {
    public Figures {
      days = List.copyOf(days);
      hours = List.copyOf(hours);
      staff = List.copyOf(staff);
    }
  }

  /**
   * The figures, at most half a minute old.
   *
   * @param days length of the period with today, 1 to 90
   */
  CompletionStage<Figures> figures(int days);
}
