package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * {@link Erasing} by asking each ticket: it alone knows that it is closed, and its journal forgets.
 */
public final class TicketErasing implements Erasing {
  /** So many are done while somebody waits for the answer. */
  static final int AT_A_TIME = 1_000;

  private static final int SIDE_BY_SIDE = 16;

  private static final String CLOSED = "t.status = 'closed' and t.purged_at is null";

  private static final String DELIVERED =
      """
       and not exists (select from ticket_message u where u.ticket = t.ticket
         and u.kind in ('member', 'reply') and u.delivery <> 'delivered' and u.deleted_at is null)
      """;

  private final Database database;
  private final Tickets tickets;
  private final Clock clock;

  public TicketErasing(Database database, Tickets tickets, Clock clock) {
    this.database = database;
    this.tickets = tickets;
    this.clock = clock;
  }

  /** A ticket that can be erased, and how much is in it. */
  private record Candidate(long ticket, long messages, long files) {}

  private record Plan(List<Candidate> candidates, long total, long kept) {}

  @Override
  public CompletionStage<Erased> erase(Whose whose, boolean dryRun, String by) {
    return database
        .query(handle -> plan(handle, whose, dryRun ? Integer.MAX_VALUE : AT_A_TIME))
        .thenCompose(plan -> {
          Erased none = new Erased(0, 0, 0, plan.kept(), plan.total() - plan.candidates().size());
          return dryRun
              ? CompletableFuture.completedStage(
                  plan.candidates().stream().reduce(none, TicketErasing::erased, (_, last) -> last))
              : erase(plan.candidates(), none, by);
        });
  }

  private CompletionStage<Erased> erase(List<Candidate> candidates, Erased before, String by) {
    if (candidates.isEmpty()) {
      return CompletableFuture.completedStage(before);
    }
    int now = Math.min(SIDE_BY_SIDE, candidates.size());
    CompletionStage<Erased> erased = CompletableFuture.completedStage(before);
    for (Candidate candidate : candidates.subList(0, now)) {
      erased =
          erased.thenCombine(
              tickets.ask(candidate.ticket(), new TicketCommand.Purge(by, clock.instant())),
              (sum, reply) ->
                  switch (reply) {
                    case TicketReply.Taken _ -> erased(sum, candidate);
                    // Erased before; the tables do not know yet.
                    case TicketReply.Closed _ -> sum;
                    case TicketReply.Refused _,
                        TicketReply.Absent _,
                        TicketReply.Found _,
                        TicketReply.FoundReplies _,
                        TicketReply.Summary _ ->
                        keptAll(sum, candidate);
                  });
    }
    return erased.thenCompose(sum -> erase(candidates.subList(now, candidates.size()), sum, by));
  }

  private static Erased erased(Erased sum, Candidate one) {
    return new Erased(
        sum.tickets() + 1,
        sum.messages() + one.messages(),
        sum.files() + one.files(),
        sum.kept(),
        sum.remaining());
  }

  /** The tables lag behind: the ticket knows better. */
  private static Erased keptAll(Erased sum, Candidate one) {
    return new Erased(
        sum.tickets(), sum.messages(), sum.files(), sum.kept() + one.messages(), sum.remaining());
  }

  private static Plan plan(Handle handle, Whose whose, int most) {
    String condition =
        CLOSED
            + switch (whose) {
              case Whose.All _ -> "";
              case Whose.Delivered _ -> DELIVERED;
              case Whose.OfMember _ -> " and t.member_id = :member";
            };
    String scope = whose instanceof Whose.OfMember ? "t.member_id = :member" : "true";
    List<Candidate> candidates =
        about(
                handle,
                """
                select t.ticket,
                  (select count(*) from ticket_message m where m.ticket = t.ticket and m.kind <> 'remark') as messages,
                  (select count(*) from ticket_file f where f.ticket = t.ticket and f.key is not null) as files
                from ticket t where %s order by t.ticket limit :most
                """
                    .formatted(condition),
                whose)
            .bind("most", most)
            .map((row, _) ->
                new Candidate(row.getLong("ticket"), row.getLong("messages"), row.getLong("files")))
            .list();
    long total =
        about(handle, "select count(*) from ticket t where " + condition, whose)
            .mapTo(Long.class)
            .one();
    long kept =
        about(
                handle,
                """
                select count(*) from ticket t join ticket_message m on m.ticket = t.ticket and m.kind <> 'remark'
                where %s and not (%s)
                """
                    .formatted(scope, condition),
                whose)
            .mapTo(Long.class)
            .one();
    return new Plan(candidates, total, kept);
  }

  private static Query about(Handle handle, String sql, Whose whose) {
    Query query = handle.createQuery(sql);
    return whose instanceof Whose.OfMember(long member) ? query.bind("member", member) : query;
  }
}
