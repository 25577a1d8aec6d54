package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.ticket.view.TicketStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Figures about tickets and staff: {@code GET /api/statistics}. */
public final class StatisticsResource {
  private static final int USUAL = 7;
  private static final Map<String, Integer> PERIODS = Map.of("7", 7, "30", 30, "90", 90);

  private final TicketStatistics statistics;

  public StatisticsResource(TicketStatistics statistics) {
    this.statistics = statistics;
  }

  public List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/api/statistics").holding(Right.VIEW_TICKETS).does(this::figures));
  }

  private record Overview(
      long openTickets,
      long waitingTickets,
      long totalClosed,
      long closedToday,
      long closedThisWeek,
      long closedThisMonth,
      Optional<Long> avgResponseTimeSeconds,
      Optional<Long> avgResolutionTimeSeconds) {
    static Overview of(TicketStatistics.Figures figures) {
      TicketStatistics.Now now = figures.now();
      return new Overview(
          now.open(),
          now.waiting(),
          now.closed(),
          now.closedToday(),
          now.closedInWeek(),
          now.closedInMonth(),
          figures.firstReply().mean().map(Duration::toSeconds),
          figures.resolution().mean().map(Duration::toSeconds));
    }
  }

  private record Times(
      long tickets,
      Optional<Long> meanSeconds,
      Optional<Long> medianSeconds,
      Optional<Long> p90Seconds) {
    static Times of(TicketStatistics.Times times) {
      return new Times(
          times.count(),
          times.mean().map(Duration::toSeconds),
          times.median().map(Duration::toSeconds),
          times.p90().map(Duration::toSeconds));
    }
  }

  private record Day(
      String date, long created, long closed, Optional<Long> medianFirstResponseSeconds) {
    static Day of(TicketStatistics.Day day) {
      return new Day(
          day.date().toString(),
          day.opened(),
          day.closed(),
          day.firstReply().map(Duration::toSeconds));
    }
  }

  private record Staff(
      String userId,
      String username,
      long messagesCount,
      long ticketsClosed,
      Optional<Long> avgResponseTimeSeconds) {
    static Staff of(TicketStatistics.StaffMember member) {
      return new Staff(
          String.valueOf(member.user()),
          member.name(),
          member.replies(),
          member.closed(),
          member.firstReply().map(Duration::toSeconds));
    }
  }

  private record Best(String userId, String username, long value) {}

  private record TopPerformers(
      Optional<Best> fastestResponder,
      Optional<Best> mostMessages,
      Optional<Best> mostTicketsClosed) {
    static TopPerformers of(List<Staff> staff) {
      return new TopPerformers(
          best(staff, one -> one.avgResponseTimeSeconds().map(seconds -> -seconds)),
          best(staff, one -> positive(one.messagesCount())),
          best(staff, one -> positive(one.ticketsClosed())));
    }

    private static Optional<Long> positive(long number) {
      return number > 0 ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Best> best(List<Staff> staff, Function<Staff, Optional<Long>> measure) {
      return staff.stream()
          .flatMap(one ->
              measure
                  .apply(one)
                  .map(value -> new Best(one.userId(), one.username(), value))
                  .stream())
          .max(Comparator.comparingLong(Best::value))
          .map(found -> new Best(found.userId(), found.username(), Math.abs(found.value())));
    }
  }

  private record Shown(
      int days,
      Instant from,
      Instant at,
      Overview overview,
      Times firstResponse,
      Times resolution,
      List<Day> activity,
      List<Long> createdByHour,
      List<Staff> staffLeaderboard,
      TopPerformers topPerformers) {
    static Shown of(TicketStatistics.Figures figures) {
      List<Staff> staff = figures.staff().stream().map(Staff::of).toList();
      return new Shown(
          figures.days().size(),
          figures.from(),
          figures.at(),
          Overview.of(figures),
          Times.of(figures.firstReply()),
          Times.of(figures.resolution()),
          figures.days().stream().map(Day::of).toList(),
          figures.hours(),
          staff,
          TopPerformers.of(staff));
    }
  }

  private static int days(Fields fields) {
    return fields.optionalChoice("days", PERIODS).orElse(USUAL);
  }

  private CompletionStage<Answer> figures(Call call) {
    return statistics
        .figures(call.query(StatisticsResource::days))
        .thenApply(figures -> Answer.ok(Shown.of(figures)));
  }
}
