package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.view.TicketStatistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten tickets of ten days, each with a reply after as many minutes as its number says. */
class TableTicketStatisticsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @BeforeEach
  void tenTickets() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("truncate ticket cascade");
          // Ticket 1 is of ten days ago, ticket 10 of yesterday; the even ones were closed two
          // hours later by Bob.
          handle.execute(
              """
              insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at, closed_at,
                closed_by_id, closed_by, waiting_since, first_reply_at, first_reply_by)
              select n, n, 'user', 'User', 1, case when n % 2 = 0 then 'closed' else 'open' end, at,
                case when n % 2 = 0 then at + interval '2 hours' end, case when n % 2 = 0 then 9 end,
                case when n % 2 = 0 then 'Bob' end, case when n = 3 then at end, at + n * interval '1 minute', 7
              from (select n, timestamptz '2026-11-30T08:30:00Z' - (11 - n) * interval '1 day' as at
                    from generate_series(1, 10) as n) as days
              """);
          handle.execute(
              """
              insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous, text,
                extras, answers, at)
              select ticket, 1, 1, 'reply', case when ticket = 10 then 0 else 7 end, 'Sam ' || ticket, '', false, 'hi', '{}', 0,
                first_reply_at from ticket
              """);
        });
  }

  private static TicketStatistics.Figures figures(TableTicketStatistics statistics, int days) {
    return statistics.figures(days).toCompletableFuture().join();
  }

  private static TableTicketStatistics at(Instant now) {
    return new TableTicketStatistics(DATABASE.database(), Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void thePeriodHasItsDaysWithTodayAmongThem() {
    TicketStatistics.Figures week = figures(at(NOW), 7);
    assertThat(week.from()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    assertThat(week.days()).hasSize(7);
    assertThat(week.days().getFirst())
        .isEqualTo(
            new TicketStatistics.Day(
                LocalDate.parse("2026-11-24"), 1, 0, Optional.of(Duration.ofMinutes(5))));
    assertThat(week.days().get(1))
        .isEqualTo(
            new TicketStatistics.Day(
                LocalDate.parse("2026-11-25"), 1, 1, Optional.of(Duration.ofMinutes(6))));
    assertThat(week.days().getLast())
        .isEqualTo(new TicketStatistics.Day(LocalDate.parse("2026-11-30"), 0, 0, Optional.empty()));
    assertThat(week.hours()).hasSize(24);
    assertThat(week.hours().get(8)).isEqualTo(6);
    assertThat(figures(at(NOW), 90).days()).hasSize(90);
  }

  @Test
  void aDayHasTheMedianTimeToTheFirstReplyOfItsTickets() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at, first_reply_at)
                values
                  (20, 1, 'a', 'a', 1, 'open', '2026-11-24T00:00:00Z', '2026-11-24T02:00:00Z'),
                  (21, 1, 'a', 'a', 1, 'open', '2026-11-24T23:59:59Z', '2026-11-25T00:19:59Z'),
                  (22, 1, 'a', 'a', 1, 'open', '2026-11-24T12:00:00Z', null)
                """));
    // With the five minutes of ticket 5.
    assertThat(figures(at(NOW), 7).days().getFirst())
        .isEqualTo(
            new TicketStatistics.Day(
                LocalDate.parse("2026-11-24"), 4, 0, Optional.of(Duration.ofMinutes(20))));
  }

  @Test
  void timesAreOfTheTicketsOfThePeriod() {
    TicketStatistics.Figures week = figures(at(NOW), 7);
    // Tickets 5 to 10.
    assertThat(week.firstReply().count()).isEqualTo(6);
    assertThat(week.firstReply().median()).contains(Duration.ofSeconds(450));
    assertThat(week.firstReply().mean()).contains(Duration.ofSeconds(450));
    assertThat(week.firstReply().p90()).contains(Duration.ofSeconds(570));
    assertThat(week.resolution().count()).isEqualTo(3);
    assertThat(week.resolution().median()).contains(Duration.ofHours(2));
  }

  @Test
  void whatIsNowDoesNotDependOnThePeriod() {
    assertThat(figures(at(NOW), 7).now())
        .isEqualTo(figures(at(NOW), 90).now())
        .isEqualTo(new TicketStatistics.Now(5, 1, 5, 0, 3, 5));
  }

  @Test
  void staffAreListedByWhatTheyDidInThePeriod() {
    assertThat(figures(at(NOW), 7).staff())
        .containsExactly(
            new TicketStatistics.StaffMember(
                7, "Sam 9", 5, 0, Optional.of(Duration.ofSeconds(450))),
            new TicketStatistics.StaffMember(9, "Bob", 0, 3, Optional.empty()));
  }

  @Test
  void withoutTicketsThereAreNoTimes() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate ticket cascade"));
    TicketStatistics.Figures none = figures(at(NOW), 30);
    assertThat(none.firstReply())
        .isEqualTo(
            new TicketStatistics.Times(0, Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(none.staff()).isEmpty();
    assertThat(none.days()).hasSize(30).allMatch(day -> day.opened() == 0 && day.closed() == 0);
  }

  @Test
  void figuresAreKeptForHalfAMinute() {
    MovingClock clock = new MovingClock();
    TableTicketStatistics statistics = new TableTicketStatistics(DATABASE.database(), clock);
    TicketStatistics.Figures first = figures(statistics, 7);
    clock.now = NOW.plusSeconds(29);
    assertThat(figures(statistics, 7)).isSameAs(first);
    clock.now = NOW.plusSeconds(31);
    assertThat(figures(statistics, 7).at()).isEqualTo(clock.now);
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
