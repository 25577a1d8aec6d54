package dev.switchboard.bulk;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.storage.ClaimedWork;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.view.ReadMarks;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out the acts of bulk jobs, on each node. An act happens once, whatever ends meanwhile:
 *
 * <ol>
 *   <li>Its row is claimed in one statement, which only one of the nodes carries out.
 *   <li>The ticket is asked for the act with the source in the row. It stores both together, and
 *       does an act that it knows a second time without any effect.
 *   <li>The row is marked. A claim that did not come so far is taken again.
 * </ol>
 *
 * <p>The owner's rights are asked for again at each act. Thread-safe.
 */
public final class BulkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BulkRunner.class);

  /** Twice and more what a ticket takes to answer, 12 s. */
  private static final Duration CLAIM = Duration.ofSeconds(30);

  /** Acts that a node carries out at a time, so that jobs leave room for the people at the desk. */
  private static final int AT_A_TIME = 4;

  /** Stands for the code of a refusal where the act was done. */
  private static final String DONE = "";

  /** A ticket that takes nothing more now, or a held reply that is on its way, ends. */
  private static final String FULL = "full";

  private final BulkRows rows;
  private final ClaimedWork<BulkRows.Due> work;
  private final Tickets tickets;
  private final HeldFirst held;
  private final ReadMarks marks;
  private final PanelRights rights;
  private final Clock clock;

  /** Sends what a person holds in a ticket, as the close of a ticket does. */
  @FunctionalInterface
  public interface HeldFirst {
    /** False where it is still being sent. */
    CompletionStage<Boolean> sendNow(Principal by, long ticket);
  }

  /**
   * @param tickets with rights and the audit log
   * @param held comes before a ticket is closed, which would refuse it
   * @param marks with rights
   * @param clock by which acts are dated
   */
  public BulkRunner(
      Database database,
      Tickets tickets,
      HeldFirst held,
      ReadMarks marks,
      PanelRights rights,
      Clock clock) {
    this(new BulkRows(database, CLAIM), tickets, held, marks, rights, clock);
  }

  BulkRunner(
      BulkRows rows,
      Tickets tickets,
      HeldFirst held,
      ReadMarks marks,
      PanelRights rights,
      Clock clock) {
    this.rows = rows;
    this.work =
        new ClaimedWork<>(
            "Acts of bulk jobs", AT_A_TIME, rows::claim, this::carryOut, BulkRows.Due::ticket);
    this.tickets = tickets;
    this.held = held;
    this.marks = marks;
    this.rights = rights;
    this.clock = clock;
  }

  /** Begins what waits, now or as soon as the look that is under way has ended. */
  public void wake() {
    work.wake();
  }

  /** Ends looking, before the database is closed; another node, or the next start, goes on. */
  public void stop() {
    work.stop();
  }

  private CompletionStage<Done> carryOut(BulkRows.Due due) {
    return rights
        .of(due.owner().id())
        .thenCompose(access ->
            done(
                due,
                new Principal.DiscordUser(
                    due.owner().id(),
                    due.owner().name(),
                    access.rights(),
                    new Principal.Source(Surface.PANEL, due.address(), due.request()))))
        .handle((code, failure) -> failure == null ? ended(due, code) : failed(due, failure))
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Done> ended(BulkRows.Due due, String code) {
    return switch (code) {
      case DONE -> rows.done(due);
      case FULL -> rows.unknown(due);
      default -> rows.refused(due, code);
    };
  }

  /** The code of the refusal. */
  private CompletionStage<String> done(BulkRows.Due due, Principal by) {
    return switch (due.act()) {
      case BulkAct.Close close -> close(due, by, close);
      case BulkAct.SetPriority(var priority) ->
          act(
              due,
              by,
              new TicketCommand.Handle(
                  due.source(),
                  due.owner(),
                  new HandlingChange.SetPriority(priority),
                  false,
                  clock.instant()));
      case BulkAct.MarkRead _ ->
          marks.read(by, due.ticket(), Integer.MAX_VALUE).thenApply(BulkRunner::found);
      case BulkAct.MarkUnread _ -> marks.unread(by, due.ticket()).thenApply(BulkRunner::found);
    };
  }

  private CompletionStage<String> close(BulkRows.Due due, Principal by, BulkAct.Close close) {
    return held.sendNow(by, due.ticket())
        .thenCompose(sent ->
            sent
                ? act(
                    due,
                    by,
                    new TicketCommand.Close(
                        due.source(),
                        due.owner(),
                        close.reason(),
                        close.silent(),
                        false,
                        clock.instant()))
                : CompletableFuture.completedStage(FULL));
  }

  private static String found(boolean there) {
    return there ? DONE : "not_found";
  }

  private CompletionStage<String> act(BulkRows.Due due, Principal by, TicketCommand.Act command) {
    return tickets.act(by, due.ticket(), command).thenApply(BulkRunner::code);
  }

  private static String code(TicketReply reply) {
    return switch (reply) {
      case TicketReply.Taken _ -> DONE;
      case TicketReply.Closed _ -> "ticket_closed";
      case TicketReply.Absent _ -> "not_found";
      case TicketReply.Full _ -> FULL;
      case TicketReply.Refused(TicketReply.Reason reason) -> reason.name().toLowerCase(Locale.ROOT);
    };
  }

  private CompletionStage<Done> failed(BulkRows.Due due, Throwable failure) {
    if (!NotPermitted.isCauseOf(failure)) {
      if (!due.again()) {
        LOG.warn(
            "Bulk job {} tries ticket {} again: {}", due.job(), due.ticket(), failure.toString());
      }
      return rows.unknown(due);
    }
    if (!due.again()) {
      return rows.refused(due, "forbidden");
    }
    // It may have been done while the owner still had the right.
    return tickets
        .ask(due.ticket(), new TicketQuery.IsDone(due.source()))
        .thenCompose(known -> known.done() ? rows.done(due) : rows.refused(due, "forbidden"));
  }
}
