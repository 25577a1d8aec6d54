package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TicketRows.storable;

import dev.switchboard.ticket.decide.Ticket;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * The tables for lists, search and statistics: {@code ticket}, {@code ticket_message}, {@code
 * ticket_message_former}, {@code ticket_file} and, by {@link TicketPosts}, {@code ticket_post}.
 * Follows the rules of {@link Ticket#apply} without a ticket's state. The events of every message
 * are written in {@link RowBatch waves}; this class writes the others, one by one.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class TicketTable {
  private final TicketRows rows;
  private final TicketPosts posts;
  private final HandlingTable handling;

  TicketTable(Handle handle, long ticket) {
    rows = new TicketRows(handle, ticket);
    posts = new TicketPosts(rows);
    handling = new HandlingTable(rows);
  }

  /**
   * Updates the tables, except for the counts of {@link EventBatch}.
   *
   * @throws IllegalStateException if a row is missing that an earlier event must have made
   */
  void record(TicketEvent event) {
    switch (event) {
      case TicketEvent.Edited edited -> edited(edited);
      case TicketEvent.Deleted deleted -> deleted(deleted);
      case TicketEvent.FileKept kept -> fileKept(kept);
      case TicketEvent.FileLost lost -> fileLost(lost);
      case TicketEvent.Done done -> posts.done(done);
      case TicketEvent.Refused refused -> posts.refused(refused);
      case TicketEvent.Parted parted -> posts.parted(parted);
      case TicketEvent.FormerKept kept -> formerKept(kept);
      case TicketEvent.ChannelLost lost -> posts.channelLost(lost.at());
      case TicketEvent.Handled handled -> handling.record(handled.change());
      case TicketEvent.CloseRequested requested -> closeRequested(requested);
      case TicketEvent.TranscriptKept kept -> transcriptKept(kept.file());
      case TicketEvent.Closed closed -> closed(closed.at());
      case TicketEvent.Merged merged -> merged(merged);
      case TicketEvent.Purged purged -> purged(purged);
      case TicketEvent.WaitEnded _,
          TicketEvent.Delayed _,
          TicketEvent.Recast _,
          TicketEvent.ProfileTaken _,
          TicketEvent.DelayNoticed _,
          TicketEvent.TranscriptTried _,
          TicketEvent.TranscriptGivenUp _,
          TicketEvent.Reacted _ -> {}
      case TicketEvent.Opened _, TicketEvent.Written _, TicketEvent.Planned _, TicketEvent.Sent _ ->
          throw new IllegalArgumentException("%s is recorded in a wave".formatted(event));
    }
  }

  private void edited(TicketEvent.Edited event) {
    rows.one(
        rows.update(
                """
                insert into ticket_message_former (ticket, number, place, text, until)
                select ticket, number,
                  (select coalesce(max(place), 0) + 1 from ticket_message_former
                    where ticket = :ticket and number = :number),
                  text, :at
                from ticket_message where ticket = :ticket and number = :number
                """)
            .bind("number", event.number())
            .bind("at", event.at()));
    rows.one(
        rows.update(
                """
                update ticket_message set text = :text, edited_at = :at,
                  restated_as = case when :inPlace then restated_as
                    else (select max(number) + 1 from ticket_message where ticket = :ticket) end
                where ticket = :ticket and number = :number
                """)
            .bind("number", event.number())
            .bind("text", storable(event.text()))
            .bind("inPlace", event.inPlace())
            .bind("at", event.at()));
  }

  private void formerKept(TicketEvent.FormerKept event) {
    rows.one(
        rows.update(
                """
                update ticket_message set restated_as =
                  (select max(number) + 1 from ticket_message where ticket = :ticket)
                where ticket = :ticket and number = :number
                """)
            .bind("number", event.number()));
  }

  private void deleted(TicketEvent.Deleted event) {
    rows.one(
        rows.update(
                "update ticket_message set deleted_at = :at where ticket = :ticket and number ="
                    + " :number")
            .bind("number", event.number())
            .bind("at", event.at()));
  }

  private void fileKept(TicketEvent.FileKept event) {
    rows.one(
        rows.update(
                """
                update ticket_file set state = 'kept', key = :key, size = :size, lost_because = null
                where ticket = :ticket and number = :number and attachment = :attachment
                """)
            .bind("number", event.number())
            .bind("attachment", event.attachment())
            .bind("key", event.file().key())
            .bind("size", event.file().size()));
  }

  private void fileLost(TicketEvent.FileLost event) {
    rows.one(
        rows.update(
                """
                update ticket_file set state = 'lost', lost_because = :why
                where ticket = :ticket and number = :number and attachment = :attachment
                """)
            .bind("number", event.number())
            .bind("attachment", event.attachment())
            .bind("why", storable(event.why())));
  }

  private void closeRequested(TicketEvent.CloseRequested event) {
    rows.one(
        rows.update(
                """
                update ticket set status = 'closing', close_requested_at = :at, closed_by_id = :byId, closed_by = :by,
                  close_reason = :reason, closed_silently = :silent
                where ticket = :ticket
                """)
            .bind("at", event.at())
            .bind("byId", event.by().id())
            .bind("by", storable(event.by().name()))
            .bind("reason", storable(event.reason()))
            .bind("silent", event.silent()));
  }

  private void transcriptKept(StoredFile file) {
    rows.one(
        rows.update("update ticket set transcript_key = :key where ticket = :ticket")
            .bind("key", file.key()));
  }

  private void closed(Instant at) {
    rows.one(
        rows.update("update ticket set status = 'closed', closed_at = :at where ticket = :ticket")
            .bind("at", at));
  }

  /** The later ticket's channel is told by {@link MergeRemarks}. */
  private void merged(TicketEvent.Merged event) {
    rows.one(
        rows.update("update ticket set merged_into = :into where ticket = :ticket")
            .bind("into", event.into()));
    rows.update(
            """
            insert into merge_remark (ticket, target, source, by_name, by_role, at)
            values (:ticket, :into, :source, :name, :role, :at) on conflict (ticket) do nothing
            """)
        .bind("into", event.into())
        .bind("source", event.source())
        .bind("name", storable(event.by().name()))
        .bind("role", storable(event.by().topRole()))
        .bind("at", event.at())
        .execute();
  }

  /**
   * The row stays, because numbers are never used twice; it is made if the events that made it are
   * gone.
   */
  private void purged(TicketEvent.Purged event) {
    rows.update(
            """
            insert into file_garbage (key, since)
            select key, cast(:at as timestamptz) from ticket_file where ticket = :ticket and key is not null
            union
            select transcript_key, cast(:at as timestamptz) from ticket where ticket = :ticket and transcript_key is not null
            union
            select key, cast(:at as timestamptz) from upload where ticket = :ticket
            on conflict (key) do update set since = excluded.since
            """)
        .bind("at", event.at())
        .execute();
    rows.update("delete from upload where ticket = :ticket").execute();
    rows.update("delete from ticket_message where ticket = :ticket").execute();
    rows.update("delete from ticket_post where ticket = :ticket").execute();
    // What staff had not sent yet, and what each had read.
    rows.update("delete from draft where ticket = :ticket").execute();
    rows.update("delete from unknown_send where ticket = :ticket").execute();
    rows.update("delete from held_reply where ticket = :ticket").execute();
    rows.update("delete from read_mark where ticket = :ticket").execute();
    rows.update("delete from merge_remark where ticket = :ticket").execute();
    rows.one(
        rows.update(
                """
                insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at,
                  closed_at, purged_at)
                values (:ticket, :member, '', '', :dmChannel, 'closed', :closed, :closed, :at)
                on conflict (ticket) do update set user_name = '', display_name = '', closed_by = null,
                  close_reason = null, transcript_key = null, merged_into = null, purged_at = excluded.purged_at
                """)
            .bind("member", event.member())
            .bind("dmChannel", event.dmChannel())
            .bind("closed", event.closed())
            .bind("at", event.at()));
    handling.reset();
  }
}
