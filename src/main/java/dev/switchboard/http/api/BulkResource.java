package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.bulk.BulkAct;
import dev.switchboard.bulk.BulkJobs;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.view.TicketList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Bulk jobs: {@code /api/bulk}. A POST stores the job and answers at once; the server carries it
 * out, whatever becomes of the client.
 */
public final class BulkResource {
  /** Named tickets; a filter may find {@link BulkJobs#MOST}. */
  private static final int MOST_NAMED = 500;

  private static final String BEGIN = "/api/bulk";
  private static final String JOB = "/api/bulk/{id}";

  private enum Kind {
    CLOSE,
    PRIORITY,
    MARK_READ,
    MARK_UNREAD
  }

  private static final Map<String, Kind> KINDS =
      Arrays.stream(Kind.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));

  private final BulkJobs jobs;
  private final TicketList tickets;
  private final ActingStaff staff;

  public BulkResource(BulkJobs jobs, TicketList tickets, StaffMembership membership) {
    this.jobs = jobs;
    this.tickets = tickets;
    this.staff = new ActingStaff(membership);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        own(Endpoint.post(BEGIN), this::begin),
        own(Endpoint.get(BEGIN), this::all),
        own(Endpoint.get(JOB), this::job),
        own(Endpoint.delete(JOB), this::cancel));
  }

  /** The acts have their entries in the audit log; a job has none. */
  private static Endpoint own(Endpoint.Draft draft, Endpoint.Handler handler) {
    return draft.holding(Right.VIEW_TICKETS).withTrailOfPort().does(handler);
  }

  // ---- to begin

  /**
   * @param said what makes the request another one
   */
  private record Wanted(
      BulkAct act, List<Long> tickets, Optional<TicketList.Wanted> filter, List<Object> said) {
    static Wanted of(Fields fields, Call call) {
      Kind kind = fields.choice("action", KINDS);
      BulkAct act = act(fields, kind);
      List<Long> tickets = fields.ids("tickets", MOST_NAMED);
      List<TicketList.Wanted> filter = new ArrayList<>();
      if (fields.has("filter")) {
        fields.group("filter", group -> filter.add(TicketsResource.filtered(group, call.by())));
      }
      if (tickets.isEmpty() == filter.isEmpty()) {
        fields.wrong(
            "tickets", "exclusive", "has to name a ticket at least, or 'filter' the tickets");
      }
      return new Wanted(
          act,
          tickets,
          filter.stream().findFirst(),
          List.of(act.toString(), tickets, filter.toString()));
    }

    private static BulkAct act(Fields fields, Kind kind) {
      Optional<String> reason = fields.optionalText("reason", 0, TicketActsResource.LONGEST_REASON);
      boolean silent = fields.flag("silent", false);
      Optional<Priority> priority =
          fields.optionalChoice("priority", TicketActsResource.PRIORITIES);
      if (kind != Kind.CLOSE && (reason.isPresent() || silent)) {
        fields.wrong(reason.isPresent() ? "reason" : "silent", "exclusive", "is for 'close' only");
      }
      if (kind == Kind.PRIORITY != priority.isPresent()) {
        fields.wrong("priority", "exclusive", "is for 'priority' only, and needed there");
      }
      return switch (kind) {
        case CLOSE -> new BulkAct.Close(reason.orElse(""), silent);
        case PRIORITY -> new BulkAct.SetPriority(priority.orElse(Priority.NORMAL));
        case MARK_READ -> new BulkAct.MarkRead();
        case MARK_UNREAD -> new BulkAct.MarkUnread();
      };
    }
  }

  private CompletionStage<Answer> begin(Call call) {
    Wanted wanted = call.body(fields -> Wanted.of(fields, call));
    return found(wanted)
        .thenCombine(
            staff.of(call.by()),
            (tickets, by) ->
                new BulkJobs.Order(
                    wanted.act(),
                    by,
                    tickets,
                    TicketActs.request(call, "POST " + BEGIN, wanted.said())))
        .thenCompose(order -> jobs.begin(call.by(), order))
        .thenApply(BulkResource::begun);
  }

  private CompletionStage<List<Long>> found(Wanted wanted) {
    return wanted
        .filter()
        .map(filter ->
            tickets
                .numbers(filter, BulkJobs.MOST + 1)
                .thenApply(numbers -> {
                  if (numbers.size() > BulkJobs.MOST) {
                    throw Problem.of(
                            ProblemCode.REFUSED,
                            "More than %d tickets match. Narrow the filter."
                                .formatted(BulkJobs.MOST))
                        .thrown();
                  }
                  return numbers;
                }))
        .orElseGet(() -> CompletableFuture.completedStage(wanted.tickets()));
  }

  private static Answer begun(BulkJobs.Begun begun) {
    return switch (begun) {
      case BulkJobs.Begun.Started(BulkJobs.Job job, boolean again) -> {
        Answer answer = Answer.accepted(Shown.of(job));
        yield again ? TicketActs.replayed(answer) : answer;
      }
      case BulkJobs.Begun.Other _ -> throw TicketActs.mismatch().thrown();
      case BulkJobs.Begun.TooMany _ ->
          throw Problem.of(
                  ProblemCode.CONFLICT,
                  "%d jobs of yours are running. Wait for one, or cancel it."
                      .formatted(BulkJobs.RUNNING))
              .thrown();
    };
  }

  // ---- to watch

  private record Shown(
      String id,
      String action,
      String state,
      int total,
      int done,
      int refused,
      int cancelled,
      int waiting,
      Instant madeAt,
      Optional<Instant> endedAt) {
    static Shown of(BulkJobs.Job job) {
      return new Shown(
          String.valueOf(job.number()),
          job.act(),
          job.state().name().toLowerCase(Locale.ROOT),
          job.total(),
          job.done(),
          job.refused(),
          job.cancelled(),
          job.waiting(),
          job.made(),
          job.ended());
    }
  }

  private record Listed(List<Shown> jobs) {}

  private CompletionStage<Answer> all(Call call) {
    return jobs.all(call.by())
        .thenApply(found -> Answer.ok(new Listed(found.stream().map(Shown::of).toList())));
  }

  private record Result(String ticket, String state, Optional<String> code) {
    static Result of(BulkJobs.Result result) {
      return new Result(
          String.valueOf(result.ticket()),
          result.fate().name().toLowerCase(Locale.ROOT),
          Optional.of(result.code()).filter(code -> !code.isEmpty()));
    }
  }

  private record WithResults(
      Shown job, List<Result> results, boolean hasMore, Optional<String> next) {}

  private record After(int limit, Optional<String> cursor) {
    static After of(Fields fields) {
      return new After(
          (int) fields.optionalNumber("limit", 1, 200).orElse(50),
          fields.optionalText("after", 1, 1_000));
    }
  }

  private CompletionStage<Answer> job(Call call) {
    long number = call.number("id");
    After after = call.query(After::of);
    String list = "bulk " + number;
    int place = after.cursor().map(cursor -> Math.toIntExact(Cursor.key(list, cursor))).orElse(0);
    return jobs.job(call.by(), number)
        .thenCombine(
            jobs.results(call.by(), number, place, after.limit()),
            (job, results) -> {
              if (job.isEmpty() || results.isEmpty()) {
                throw Problem.of(ProblemCode.NOT_FOUND).thrown();
              }
              return Answer.ok(
                  new WithResults(
                      Shown.of(job.get()),
                      results.get().rows().stream().map(Result::of).toList(),
                      results.get().more(),
                      Paging.next(list, results.get(), BulkJobs.Result::place)));
            });
  }

  private CompletionStage<Answer> cancel(Call call) {
    return jobs.cancel(call.by(), call.number("id"))
        .thenApply(job ->
            Answer.ok(Shown.of(job.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown()))));
  }
}
