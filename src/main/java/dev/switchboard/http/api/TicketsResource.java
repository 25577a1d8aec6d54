package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.http.page.FileLinks;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.view.ReadMarks;
import dev.switchboard.ticket.view.TicketList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The tickets: {@code GET /api/bot/tickets}, as the seed describes it, and one of them; for API
 * keys the same below {@code /api/externals}. {@code GET /api/tickets} has the same by cursors, and
 * all that is known of a ticket beside what was said.
 */
public final class TicketsResource {
  private static final int MOST = 200;
  private static final int USUAL = 50;
  private static final int DEEPEST = 1_000_000;

  private static final Map<String, TicketList.Filter> FILTERS =
      Map.of(
          "open", TicketList.Filter.OPEN,
          "closed", TicketList.Filter.CLOSED,
          "all", TicketList.Filter.ALL);

  private static final Map<String, Priority> PRIORITIES =
      Arrays.stream(Priority.values())
          .collect(Collectors.toUnmodifiableMap(Priority::word, priority -> priority));

  private static final Map<String, TicketList.Sort> SORTS =
      Map.of(
          "waiting", TicketList.Sort.WAITING,
          "newest", TicketList.Sort.NEWEST,
          "oldest", TicketList.Sort.OLDEST);

  private static final Map<String, TicketList.Awaited> AWAITED =
      Map.of("staff", TicketList.Awaited.STAFF, "member", TicketList.Awaited.MEMBER);

  private static final int LONGEST_NAME = 100;

  /** In a cursor, where a time would be. */
  private static final long NOBODY_WAITS = Long.MAX_VALUE;

  private final TicketList tickets;
  private final ReadMarks marks;

  public TicketsResource(TicketList tickets, ReadMarks marks) {
    this.tickets = tickets;
    this.marks = marks;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/bot/tickets").holding(Right.VIEW_TICKETS).does(this::list),
        Endpoint.get("/api/bot/tickets/{id}").holding(Right.VIEW_TICKETS).does(this::one),
        Endpoint.get("/api/tickets").holding(Right.VIEW_TICKETS).does(this::part),
        Endpoint.get("/api/tickets/{id}").holding(Right.VIEW_TICKETS).does(this::details),
        Endpoint.get("/api/externals/tickets").byKey(KeyPermission.READ_TICKETS).does(this::list),
        Endpoint.get("/api/externals/tickets/{id}")
            .byKey(KeyPermission.READ_TICKETS)
            .does(this::one));
  }

  private record Wanted(TicketList.Filter filter, int limit, int offset) {
    static Wanted of(Fields fields) {
      return new Wanted(
          fields.optionalChoice("status", FILTERS).orElse(TicketList.Filter.OPEN),
          (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
          (int) fields.optionalNumber("offset", 0, DEEPEST).orElse(0));
    }
  }

  /**
   * @param status 1 for an open ticket, 0 for a closed one
   */
  private record Shown(
      String id,
      String userId,
      String userName,
      Optional<String> channelId,
      Instant createdAt,
      int status,
      int messageCount) {
    static Shown of(TicketList.Row row) {
      return new Shown(
          String.valueOf(row.ticket()),
          String.valueOf(row.member()),
          row.memberName(),
          text(row.channel()),
          row.opened(),
          row.open() ? 1 : 0,
          row.messages());
    }

    private static Optional<String> text(OptionalLong id) {
      return id.isPresent() ? Optional.of(String.valueOf(id.getAsLong())) : Optional.empty();
    }
  }

  private record Listed(List<Shown> tickets, long total) {}

  private CompletionStage<Answer> one(Call call) {
    return tickets
        .find(call.number("id"))
        .thenApply(row ->
            Answer.ok(
                row.map(Shown::of).orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown())));
  }

  private CompletionStage<Answer> list(Call call) {
    Wanted wanted = call.query(Wanted::of);
    return tickets
        .page(wanted.filter(), wanted.limit(), wanted.offset())
        .thenApply(page ->
            Answer.ok(new Listed(page.rows().stream().map(Shown::of).toList(), page.total())));
  }

  // ---- by cursors

  /** The tickets that a query or a bulk job asks for. */
  static TicketList.Wanted filtered(Fields fields, Principal by) {
    return new TicketList.Wanted(
        fields.optionalChoice("status", FILTERS).orElse(TicketList.Filter.OPEN),
        fields.optionalChoice("priority", PRIORITIES),
        member(fields),
        fields.optionalText("name", 1, LONGEST_NAME),
        fields.optionalTime("opened_from"),
        fields.optionalTime("opened_before"),
        fields.optionalChoice("awaiting", AWAITED),
        unreadBy(fields, by));
  }

  private static OptionalLong unreadBy(Fields fields, Principal by) {
    return fields.flag("unread", false) && by instanceof Principal.DiscordUser user
        ? OptionalLong.of(user.id())
        : OptionalLong.empty();
  }

  private static OptionalLong member(Fields fields) {
    return fields.optionalSnowflake("member").map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private record Part(
      TicketList.Wanted wanted, TicketList.Sort sort, boolean count, Paging paging) {
    static Part of(Fields fields, Principal by) {
      TicketList.Wanted wanted = filtered(fields, by);
      boolean open = wanted.filter() == TicketList.Filter.OPEN;
      TicketList.Sort sort =
          fields
              .optionalChoice("sort", SORTS)
              .orElse(open ? TicketList.Sort.WAITING : TicketList.Sort.NEWEST);
      if (sort == TicketList.Sort.WAITING && !open) {
        fields.wrong("sort", "exclusive", "can be 'waiting' for open tickets only");
      }
      return new Part(wanted, sort, fields.flag("count", false), Paging.of(fields));
    }

    /** The name of the list, as its cursors know it. */
    String list() {
      return "tickets %s %s".formatted(sort, wanted);
    }

    TicketList.Way way() {
      return new TicketList.Way(
          sort,
          paging.before().isPresent(),
          paging.before().or(paging::after).map(cursor -> place(Cursor.key(list(), cursor, 2))),
          paging.limit());
    }

    private static TicketList.Place place(long[] key) {
      return new TicketList.Place(
          key[0] == NOBODY_WAITS
              ? Optional.empty()
              : Optional.of(Instant.EPOCH.plus(key[0], ChronoUnit.MICROS)),
          key[1]);
    }

    /** The cursor of a ticket's place; the database knows microseconds. */
    String cursor(TicketList.Details row) {
      long since =
          row.waitingSince()
              .filter(_ -> sort == TicketList.Sort.WAITING)
              .map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at))
              .orElse(NOBODY_WAITS);
      return Cursor.of(list(), since, row.ticket());
    }
  }

  private record Person(Optional<String> id, String name) {
    static Person of(long id, String name) {
      return new Person(id == 0 ? Optional.empty() : Optional.of(String.valueOf(id)), name);
    }
  }

  private record Member(String id, String username, String name) {}

  private record Closure(
      Optional<Instant> requestedAt,
      Optional<Instant> closedAt,
      Person by,
      String reason,
      boolean silent) {}

  private record Counts(int member, int replies, int notes) {}

  /**
   * @param number the number of the message in its ticket
   * @param text its beginning
   */
  private record Preview(int number, String kind, Person author, String text, Instant at) {
    static Preview of(TicketList.Preview preview) {
      return new Preview(
          preview.number(),
          preview.byMember() ? "member" : "reply",
          Person.of(preview.author(), preview.name()),
          preview.text(),
          preview.at());
    }
  }

  /**
   * @param unread messages that the caller has not read; {@link ReadMarks#MOST} for as many or more
   * @param transcript the path of the transcript on this server
   * @param merged the earlier tickets whose conversations belong to this one
   */
  private record Detailed(
      String id,
      long version,
      int unread,
      String status,
      String priority,
      Member member,
      Optional<String> channelId,
      Instant openedAt,
      Optional<Closure> closure,
      Counts messages,
      Optional<Instant> lastMessageAt,
      Optional<Instant> waitingSince,
      Optional<Preview> lastMessage,
      Optional<String> transcript,
      Optional<String> reopens,
      Optional<String> reopenedAs,
      Optional<String> mergedInto,
      List<String> merged) {
    static Detailed of(TicketList.Details row, Map<Long, Integer> unread) {
      return new Detailed(
          String.valueOf(row.ticket()),
          row.version(),
          unread.getOrDefault(row.ticket(), 0),
          row.state().name().toLowerCase(Locale.ROOT),
          row.priority().word(),
          new Member(String.valueOf(row.member()), row.memberName(), row.shownName()),
          Shown.text(row.channel()),
          row.opened(),
          row.closure().map(Detailed::closure),
          new Counts(row.memberMessages(), row.replies(), row.notes()),
          row.lastMessage(),
          row.waitingSince(),
          row.preview().map(Preview::of),
          row.transcript().map(FileLinks::path),
          Shown.text(row.relations().reopens()),
          Shown.text(row.relations().reopenedAs()),
          Shown.text(row.relations().mergedInto()),
          row.relations().merged().stream().map(String::valueOf).toList());
    }

    private static Closure closure(TicketList.Closure closure) {
      return new Closure(
          closure.requested(),
          closure.closed(),
          Person.of(closure.by(), closure.name()),
          closure.reason(),
          closure.silent());
    }
  }

  /**
   * @param exact false where there are more
   */
  private record Count(long number, boolean exact) {
    static Count of(TicketList.Count count) {
      return new Count(count.number(), count.exact());
    }
  }

  private record DetailedPart(
      List<Detailed> tickets, boolean hasMore, Optional<String> next, Optional<Count> count) {}

  private CompletionStage<Answer> part(Call call) {
    Part part = call.query(fields -> Part.of(fields, call.by()));
    TicketList.Way way = part.way();
    CompletionStage<Optional<Count>> count =
        part.count()
            ? tickets.count(part.wanted()).thenApply(found -> Optional.of(Count.of(found)))
            : CompletableFuture.completedStage(Optional.empty());
    return tickets
        .part(part.wanted(), way)
        .thenCompose(found ->
            marks
                .count(call.by(), found.rows().stream().map(TicketList.Details::ticket).toList())
                .thenCombine(
                    count,
                    (unread, counted) ->
                        Answer.ok(
                            new DetailedPart(
                                found.rows().stream().map(row -> Detailed.of(row, unread)).toList(),
                                found.more(),
                                found.more()
                                    ? Optional.of(part.cursor(found.rows().getLast()))
                                    : Optional.empty(),
                                counted))));
  }

  private CompletionStage<Answer> details(Call call) {
    return tickets
        .details(call.number("id"))
        .thenCompose(found -> {
          TicketList.Details row =
              found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          return marks
              .count(call.by(), List.of(row.ticket()))
              .thenApply(unread -> details(call, row, unread));
        });
  }

  /** The caller's own marks are a part of what is told, and so of its version. */
  private static Answer details(Call call, TicketList.Details row, Map<Long, Integer> unread) {
    String etag =
        "\"v%d-%d-%x\""
            .formatted(
                row.version(),
                unread.getOrDefault(row.ticket(), 0),
                // What other tickets have to do with this one changes without an event of it.
                row.relations().hashCode());
    Answer answer = call.has(etag) ? Answer.notModified() : Answer.ok(Detailed.of(row, unread));
    return answer.with("ETag", etag);
  }
}
