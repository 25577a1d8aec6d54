package dev.switchboard.ticket.erase;

import dev.switchboard.access.Principal;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link Erasing} by a command to each ticket: only the ticket knows whether it is closed, and its
 * event erases the journal.
 */
public final class TicketErasing implements Erasing {
  private static final Logger LOG = LoggerFactory.getLogger(TicketErasing.class);

  /** The largest number of tickets in one call. */
  static final int AT_A_TIME = 1_000;

  private static final int SIDE_BY_SIDE = 16;

  /**
   * The condition of a closed ticket for which no inbox row waits. The ticket may have taken a
   * waiting row, and only its state knows that: after the purge, the row would be taken as new.
   */
  private static final String CLOSED =
      """
      t.status = 'closed' and t.purged_at is null
        and 'member:' || t.member_id not in (select route from inbox where payload is not null)
        and not exists (select from ticket_channel c where c.ticket = t.ticket
          and 'channel:' || c.channel_id in (select route from inbox where payload is not null))
      """;

  private static final String DELIVERED =
      """
       and not exists (select from ticket_message u where u.ticket = t.ticket
         and u.kind in ('member', 'reply') and u.delivery <> 'delivered' and u.deleted_at is null)
      """;

  private static final String CANDIDATES =
      """
      select t.ticket,
        (select count(*) from ticket_message m where m.ticket = t.ticket and m.kind <> 'remark') as messages,
        (select count(*) from ticket_file f where f.ticket = t.ticket and f.key is not null) as files
      from ticket t where %s
      """;

  private final Database database;
  private final Tickets tickets;
  private final Clock clock;
  private final Patience patience;

  /**
   * The time limits, so that the caller still gets the answer.
   *
   * @param all the time after which no further ticket is asked
   * @param one the time for the answer of a ticket
   */
  record Patience(Duration all, Duration one) {
    /** The usual limits: together less than the 15 s that the admin RPC waits. */
    static final Patience USUAL = new Patience(Duration.ofSeconds(7), Duration.ofSeconds(4));
  }

  public TicketErasing(Database database, Tickets tickets, Clock clock) {
    this(database, tickets, clock, Patience.USUAL);
  }

  TicketErasing(Database database, Tickets tickets, Clock clock, Patience patience) {
    this.database = database;
    this.tickets = tickets;
    this.clock = clock;
    this.patience = patience;
  }

  /** A ticket that can be erased, with its counts. */
  private record Candidate(long ticket, long messages, long files) {
    Erased erased() {
      return new Erased(1, messages, files, 0, 0, 0);
    }

    Erased kept() {
      return new Erased(0, 0, 0, messages, 0, 0);
    }

    static Erased failed() {
      return new Erased(0, 0, 0, 0, 0, 1);
    }
  }

  private record Plan(List<Candidate> candidates, long total, long kept) {
    Erased rest() {
      return new Erased(0, 0, 0, kept, total - candidates.size(), 0);
    }
  }

  @Override
  public CompletionStage<Erased> erase(Whose whose, boolean dryRun, Principal by) {
    if (dryRun) {
      return database.query(handle -> {
        long kept = plan(handle, whose, 0).kept();
        Candidate all = sum(handle, whose);
        return new Erased(all.ticket(), all.messages(), all.files(), kept, 0, 0);
      });
    }
    long end = System.nanoTime() + patience.all().toNanos();
    return database
        .transaction(handle -> durable(handle, plan(handle, whose, AT_A_TIME)))
        .thenCompose(plan -> erase(plan.candidates(), plan.rest(), by.name(), end));
  }

  /**
   * Makes the transaction wait for the disk, so that everything it read is durable: a row of the
   * inbox may have been emptied by a transaction that did not wait.
   */
  private static <T> T durable(Handle handle, T read) {
    handle.execute("select pg_logical_emit_message(true, 'switchboard', 'purge')");
    return read;
  }

  private CompletionStage<Erased> erase(
      List<Candidate> candidates, Erased before, String by, long end) {
    if (candidates.isEmpty() || System.nanoTime() - end > 0) {
      return CompletableFuture.completedStage(
          before.plus(new Erased(0, 0, 0, 0, candidates.size(), 0)));
    }
    int now = Math.min(SIDE_BY_SIDE, candidates.size());
    CompletionStage<Erased> erased = CompletableFuture.completedStage(before);
    for (Candidate candidate : candidates.subList(0, now)) {
      erased = erased.thenCombine(erase(candidate, by), Erased::plus);
    }
    return erased.thenCompose(
        sum -> erase(candidates.subList(now, candidates.size()), sum, by, end));
  }

  private CompletionStage<Erased> erase(Candidate candidate, String by) {
    return tickets
        .ask(candidate.ticket(), new TicketCommand.Purge(by, clock.instant()))
        .thenApply(reply ->
            switch (reply) {
              case TicketReply.Taken _ -> candidate.erased();
              // Erased before, but the tables lag behind.
              case TicketReply.Closed _ -> Erased.NOTHING;
              // The tables lag behind the ticket.
              case TicketReply.Refused _, TicketReply.Absent _, TicketReply.Full _ ->
                  candidate.kept();
            })
        .toCompletableFuture()
        .orTimeout(patience.one().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> {
          LOG.warn(
              "Ticket {} is not known to be erased: {}", candidate.ticket(), failure.toString());
          return Candidate.failed();
        });
  }

  private static String condition(Whose whose) {
    return CLOSED
        + switch (whose) {
          case Whose.All _ -> "";
          case Whose.Delivered _ -> DELIVERED;
          case Whose.OfMember _ -> " and t.member_id = :member";
        };
  }

  /** The numbers of all tickets, messages and files that can be erased, without a limit. */
  private static Candidate sum(Handle handle, Whose whose) {
    return about(
            handle,
            "select count(*) as ticket, coalesce(sum(messages), 0) as messages,"
                + " coalesce(sum(files), 0) as files from (%s) each_of_them"
                    .formatted(CANDIDATES.formatted(condition(whose))),
            whose)
        .map(TicketErasing::candidate)
        .one();
  }

  private static Candidate candidate(ResultSet row, StatementContext context) throws SQLException {
    return new Candidate(row.getLong("ticket"), row.getLong("messages"), row.getLong("files"));
  }

  private static Plan plan(Handle handle, Whose whose, int most) {
    String condition = condition(whose);
    String scope = whose instanceof Whose.OfMember ? "t.member_id = :member" : "true";
    List<Candidate> candidates =
        about(handle, CANDIDATES.formatted(condition) + " order by t.ticket limit :most", whose)
            .bind("most", most)
            .map(TicketErasing::candidate)
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
