package dev.switchboard.composer;

import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.storage.ClaimedWork;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends held replies that are due, on each node. A reply is sent once, whatever ends meanwhile:
 *
 * <ol>
 *   <li>Its row is claimed in one statement, which only one of the nodes, and nobody who takes the
 *       reply back, carries out.
 *   <li>The ticket is asked for the act with the source in the row. It stores both together, and
 *       does an act that it knows a second time without any effect.
 *   <li>The row is marked as sent. A claim that did not come so far is taken again.
 * </ol>
 *
 * <p>The author's rights are asked for again, and the ticket's guard against blind answers decides
 * by what was said until then. Thread-safe.
 */
public final class HeldRelease {
  private static final Logger LOG = LoggerFactory.getLogger(HeldRelease.class);

  /** Twice and more what a ticket takes to answer, 12 s. */
  private static final Duration CLAIM = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** The largest number of replies that a node sends at a time. */
  private static final int AT_A_TIME = 100;

  private final HeldRows rows;
  private final ClaimedWork<HeldRows.Due> work;
  private final Tickets tickets;
  private final Uploads uploads;
  private final PanelRights rights;
  private final Clock clock;
  private final Timer timer;

  /** Runs work later, unless what owns the database has ended by then. */
  @FunctionalInterface
  public interface Timer {
    void runIn(Duration pause, Runnable work);
  }

  /**
   * @param tickets with rights and the audit log
   * @param clock by which acts are dated
   */
  public HeldRelease(
      Database database,
      Tickets tickets,
      Uploads uploads,
      PanelRights rights,
      Clock clock,
      Timer timer) {
    this(new HeldRows(database, CLAIM, PAUSE), tickets, uploads, rights, clock, timer);
  }

  HeldRelease(
      HeldRows rows,
      Tickets tickets,
      Uploads uploads,
      PanelRights rights,
      Clock clock,
      Timer timer) {
    this.rows = rows;
    this.work =
        new ClaimedWork<>("Held replies", AT_A_TIME, rows::claim, this::send, HeldRows.Due::ticket);
    this.tickets = tickets;
    this.uploads = uploads;
    this.rights = rights;
    this.clock = clock;
    this.timer = timer;
  }

  /** Sends what is due, now or as soon as the look that is under way has ended. */
  public void wake() {
    work.wake();
  }

  /**
   * Ends looking, before the database is closed. What is due is sent by another node, or after the
   * next start.
   */
  public void stop() {
    work.stop();
  }

  /** Looks as soon as a reply is due that was held just now. */
  void wakeIn(Duration hold) {
    timer.runIn(hold, this::wake);
  }

  private CompletionStage<Done> send(HeldRows.Due due) {
    if (due.words().files().isEmpty()) {
      return send(due, List.of());
    }
    return uploads
        .claim(
            due.words().files().stream().map(Long::valueOf).toList(),
            due.ticket(),
            Uploads.holder(Surface.PANEL, String.valueOf(due.author().id())),
            due.source())
        .handle((files, failure) ->
            failure == null
                ? files.map(found -> send(due, found)).orElseGet(() -> withoutFiles(due))
                : rows.unknown(due))
        .thenCompose(stage -> stage);
  }

  /** Its files may have been forgotten since the ticket got it. */
  private CompletionStage<Done> withoutFiles(HeldRows.Due due) {
    return due.again()
        ? unlessSent(due, () -> rows.refused(due, "unknown_file"))
        : rows.refused(due, "unknown_file");
  }

  private CompletionStage<Done> unlessSent(
      HeldRows.Due due, Supplier<CompletionStage<Done>> refused) {
    return tickets
        .ask(due.ticket(), new TicketQuery.IsDone(due.source()))
        .thenCompose(known -> known.done() ? rows.sent(due) : refused.get());
  }

  private CompletionStage<Done> send(HeldRows.Due due, List<Attachment> files) {
    return rights
        .of(due.author().id())
        .thenCompose(access ->
            tickets.act(
                new Principal.DiscordUser(
                    due.author().id(),
                    due.author().name(),
                    access.rights(),
                    new Principal.Source(Surface.PANEL, due.address(), due.request())),
                due.ticket(),
                command(due).with(files)))
        .handle((reply, failure) -> failure == null ? ended(due, reply) : failed(due, failure))
        .thenCompose(stage -> stage);
  }

  private TicketCommand.Reply command(HeldRows.Due due) {
    return new TicketCommand.Reply(
        due.source(),
        due.author(),
        Content.of(due.words().text()),
        due.words().anonymous(),
        false,
        due.lastSeen(),
        clock.instant());
  }

  private CompletionStage<Done> ended(HeldRows.Due due, TicketReply reply) {
    return switch (reply) {
      case TicketReply.Taken _ -> rows.sent(due);
      case TicketReply.Closed _ -> refused(due, "ticket_closed");
      case TicketReply.Absent _ -> refused(due, "not_found");
      case TicketReply.Refused(TicketReply.Reason reason) ->
          refused(due, reason.name().toLowerCase(Locale.ROOT));
      // It will have room again.
      case TicketReply.Full _ -> rows.unknown(due);
    };
  }

  /** The files go back to the author first, since the draft that the reply becomes names them. */
  private CompletionStage<Done> refused(HeldRows.Due due, String why) {
    return uploads.release(due.source()).thenCompose(_ -> rows.refused(due, why));
  }

  private CompletionStage<Done> failed(HeldRows.Due due, Throwable failure) {
    if (!NotPermitted.isCauseOf(failure)) {
      if (!due.again()) {
        LOG.warn("A held reply of ticket {} is sent again: {}", due.ticket(), failure.toString());
      }
      return rows.unknown(due);
    }
    if (!due.again()) {
      return refused(due, "forbidden");
    }
    // It may have been sent while its author still had the right.
    return unlessSent(due, () -> refused(due, "forbidden"));
  }
}
