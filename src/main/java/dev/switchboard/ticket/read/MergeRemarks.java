package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.show.MergeText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the channel of an open ticket that an earlier one was merged into it. The projection writes
 * a row of {@code merge_remark} with each merging; the later ticket takes the remark once by its
 * source; then the row is deleted. So the remark is shown once, whatever ends in between, and the
 * merging never waits for it. A ticket that does not take it is asked again after a pause that
 * grows, and keeps no other waiting. A closed ticket is told nothing. Thread-safe.
 */
public final class MergeRemarks {
  /** The largest number of remarks that a look tells. */
  private static final int AT_A_TIME = 20;

  /** The pause after the first try that failed; twice as long after each further one. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(MergeRemarks.class);

  private final Database database;
  private final Tickets tickets;
  private final Words words;
  private final AtomicBoolean telling = new AtomicBoolean();

  private record Waiting(long ticket, long target, TicketCommand.Remark remark) {}

  public MergeRemarks(Database database, Tickets tickets, Words words) {
    this.words = words;
    this.database = database;
    this.tickets = tickets;
  }

  /** Tells what was not told yet. What fails is left for a later look. */
  public CompletionStage<Done> tell() {
    return telling.compareAndSet(false, true)
        ? CompletableFuture.completedStage(Done.getInstance())
            .thenCompose(_ -> tellAll())
            .whenComplete((_, _) -> telling.set(false))
        : CompletableFuture.completedStage(Done.getInstance());
  }

  private CompletionStage<Done> tellAll() {
    return waiting()
        .thenCompose(all -> {
          // Side by side, but in their order to each ticket.
          Map<Long, CompletionStage<Done>> byTarget = new HashMap<>();
          for (Waiting one : all) {
            byTarget.compute(
                one.target(),
                (_, before) -> before == null ? tell(one) : before.thenCompose(_ -> tell(one)));
          }
          return byTarget.values().stream()
              .reduce(
                  CompletableFuture.completedStage(Done.getInstance()),
                  (some, more) -> some.thenCombine(more, (done, _) -> done));
        });
  }

  private CompletionStage<List<Waiting>> waiting() {
    return database.query(handle ->
        handle
            .createQuery(
                "select * from merge_remark where due_at <= now() order by due_at, at, ticket"
                    + " limit :most")
            .bind("most", AT_A_TIME)
            .map((row, _) -> waiting(row))
            .list());
  }

  private Waiting waiting(ResultSet row) throws SQLException {
    long ticket = row.getLong("ticket");
    Instant at = row.getTimestamp("at").toInstant();
    Staff by = new Staff(0, row.getString("by_name"), row.getString("by_role"));
    return new Waiting(
        ticket,
        row.getLong("target"),
        new TicketCommand.Remark(row.getLong("source"), words.of(MergeText.of(ticket, by)), at));
  }

  private CompletionStage<Done> tell(Waiting one) {
    return tickets
        .ask(one.target(), one.remark())
        .handle((reply, failure) ->
            switch (reply) {
              case null -> {
                LOG.warn(
                    "Ticket {} is told later that ticket {} was merged into it: {}",
                    one.target(),
                    one.ticket(),
                    failure.toString());
                yield later(one.ticket());
              }
              case TicketReply.Full _ -> later(one.ticket());
              case TicketReply.Taken _,
                  TicketReply.Closed _,
                  TicketReply.Absent _,
                  TicketReply.Refused _ ->
                  told(one.ticket());
            })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Done> later(long ticket) {
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              update merge_remark set tries = tries + 1,
                due_at = now() + make_interval(secs => least(:longest, :first * power(2, least(tries, 20))))
              where ticket = :ticket
              """)
          .bind("longest", LONGEST_PAUSE.toSeconds())
          .bind("first", FIRST_PAUSE.toSeconds())
          .bind("ticket", ticket)
          .execute();
      return Done.getInstance();
    });
  }

  private CompletionStage<Done> told(long ticket) {
    return database.query(handle -> {
      handle
          .createUpdate("delete from merge_remark where ticket = :ticket")
          .bind("ticket", ticket)
          .execute();
      return Done.getInstance();
    });
  }
}
