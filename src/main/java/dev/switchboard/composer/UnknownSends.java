package dev.switchboard.composer;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what came of drafts that were sent while the process ended or the ticket did not
 * answer: the ticket knows the source of each act that it carried out. So no text is lost, and none
 * comes back that was sent. What was not sent is the draft again. Where its author has begun
 * another one, a reply is listed as a refused held reply with the reason {@code not_sent}, and a
 * note waits until the other one is gone.
 */
public final class UnknownSends {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownSends.class);

  /** Much longer than an act is under way, 12 s. */
  static final Duration REST = Duration.ofMinutes(2);

  private static final int AT_A_TIME = 100;

  private final Database database;
  private final Tickets tickets;
  private final Uploads uploads;
  private final Duration rest;

  public UnknownSends(Database database, Tickets tickets, Uploads uploads) {
    this(database, tickets, uploads, REST);
  }

  UnknownSends(Database database, Tickets tickets, Uploads uploads, Duration rest) {
    this.database = database;
    this.tickets = tickets;
    this.uploads = uploads;
    this.rest = rest;
  }

  /** Asks for those that rest; the ones that cannot be asked for now rest once more. */
  public CompletionStage<Done> settle() {
    return database
        .query(handle -> new UnknownRows(handle).next(rest.toMillis() / 1000.0, AT_A_TIME))
        .thenCompose(this::settle);
  }

  private CompletionStage<Done> settle(List<UnknownRows.Asked> all) {
    CompletionStage<Done> settled = CompletableFuture.completedStage(Done.getInstance());
    for (UnknownRows.Asked one : all) {
      settled = settled.thenCombine(settle(one), (_, done) -> done);
    }
    return settled;
  }

  private CompletionStage<Done> settle(UnknownRows.Asked sent) {
    return tickets
        .ask(sent.ticket(), new TicketQuery.IsDone(sent.source()))
        .thenCompose(known -> known.done() ? done(sent.source()) : lost(sent.source()))
        .exceptionally(failure -> {
          LOG.warn(
              "Whether a draft of ticket {} was sent is asked for later: {}",
              sent.ticket(),
              failure.toString());
          return Done.getInstance();
        });
  }

  private CompletionStage<Done> done(long source) {
    return changed(rows -> rows.done(source));
  }

  /** The files go back to the author first, since the words name them. */
  private CompletionStage<Done> lost(long source) {
    return uploads.release(source).thenCompose(_ -> changed(rows -> rows.lost(source)));
  }

  private CompletionStage<Done> changed(Consumer<UnknownRows> change) {
    return database.transaction(handle -> {
      change.accept(new UnknownRows(handle));
      return Done.getInstance();
    });
  }
}
