package dev.switchboard.node;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.bulk.BulkJobs;
import dev.switchboard.bulk.BulkRunner;
import dev.switchboard.bulk.TableBulkJobs;
import dev.switchboard.composer.Drafts;
import dev.switchboard.composer.HeldRelease;
import dev.switchboard.composer.HeldReplies;
import dev.switchboard.composer.TableDrafts;
import dev.switchboard.composer.TableHeldReplies;
import dev.switchboard.composer.UnknownSends;
import dev.switchboard.http.api.Composer;
import dev.switchboard.storage.Database;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.read.MergeRemarks;
import dev.switchboard.ticket.read.TableReadMarks;
import dev.switchboard.ticket.view.ReadMarks;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Drafts, held replies, read marks, bulk jobs and the remarks about mergings, with what is done for
 * them in the background.
 */
final class ComposerWiring {
  /** Replies that another node took, and that it does not live to send, are found so. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration ASK = Duration.ofSeconds(30);
  private static final Duration FORGET = Duration.ofMinutes(10);

  private ComposerWiring() {}

  /** The ports, each guarded by its right. */
  record Ports(Composer composer, ReadMarks marks, BulkJobs bulk) {}

  /**
   * @param tickets with rights and the audit log
   * @param clock by which acts are dated
   */
  static Ports start(
      ActorSystem<?> system,
      Database database,
      Tickets tickets,
      Uploads uploads,
      PanelRights rights,
      Words words,
      Clock clock) {
    BackgroundWork background = new BackgroundWork(system);
    HeldRelease release =
        new HeldRelease(database, tickets, uploads, rights, clock, background::once);
    TableDrafts drafts = new TableDrafts(database);
    TableHeldReplies held = new TableHeldReplies(database, release);
    TableReadMarks marks = new TableReadMarks(database);
    HeldReplies replies = Guarded.port(HeldReplies.class, held, Right.ANSWER_MEMBERS);
    ReadMarks guarded = Guarded.port(ReadMarks.class, marks, Right.VIEW_TICKETS);
    BulkRunner runner = new BulkRunner(database, tickets, replies::sendNow, guarded, rights, clock);
    TableBulkJobs jobs = new TableBulkJobs(database, runner::wake);
    UnknownSends unknown = new UnknownSends(database, tickets, uploads);
    MergeRemarks merged = new MergeRemarks(database, tickets, words);
    background.onEnd(release::stop);
    background.onEnd(runner::stop);
    background.every(LOOK, release::wake);
    background.every(LOOK, runner::wake);
    background.every(
        LOOK, () -> background.noting("Remarks about merged tickets are told", merged.tell()));
    background.every(
        ASK, () -> background.noting("Drafts that were sent are looked for", unknown.settle()));
    background.every(
        FORGET,
        () -> {
          background.noting("Old drafts are deleted", drafts.forget());
          background.noting("Old held replies are deleted", held.forget());
          background.noting("Old read marks are deleted", marks.forget());
          background.noting("Old bulk jobs are deleted", jobs.forget());
        });
    return new Ports(
        new Composer(Guarded.port(Drafts.class, drafts, Right.ANSWER_MEMBERS), replies),
        guarded,
        Guarded.port(BulkJobs.class, jobs, Right.VIEW_TICKETS));
  }
}
