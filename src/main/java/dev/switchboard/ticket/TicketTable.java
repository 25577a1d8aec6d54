package dev.switchboard.ticket;

import static dev.switchboard.ticket.TicketRows.storable;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The tables that lists, search and statistics are read from: {@code ticket}, {@code
 * ticket_message}, {@code ticket_file} and, by {@link TicketPosts}, {@code ticket_post}. Follows
 * the rules of {@link Ticket#apply}, event by event, without a ticket's state.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class TicketTable {
  private final TicketRows rows;
  private final TicketPosts posts;

  TicketTable(Handle handle, long ticket) {
    rows = new TicketRows(handle, ticket);
    posts = new TicketPosts(rows);
  }

  /**
   * Brings the tables up to date, but for what {@link #measure} counts.
   *
   * @throws IllegalStateException where a row is missing that an earlier event must have made
   */
  void record(TicketEvent event) {
    switch (event) {
      case TicketEvent.Opened opened -> opened(opened);
      case TicketEvent.Written written -> written(written);
      case TicketEvent.Edited edited -> edited(edited);
      case TicketEvent.Deleted deleted -> deleted(deleted);
      case TicketEvent.FileKept kept -> fileKept(kept);
      case TicketEvent.FileLost lost -> fileLost(lost);
      case TicketEvent.Planned planned -> posts.planned(planned);
      case TicketEvent.Sent sent -> posts.sent(sent);
      case TicketEvent.Done done -> posts.done(done);
      case TicketEvent.Refused refused -> posts.refused(refused);
      case TicketEvent.ChannelLost lost -> posts.channelLost(lost.at());
      case TicketEvent.CloseRequested requested -> closeRequested(requested);
      case TicketEvent.TranscriptKept kept -> transcriptKept(kept.file());
      case TicketEvent.Closed closed -> closed(closed.at());
      case TicketEvent.WaitEnded _,
          TicketEvent.ProfileTaken _,
          TicketEvent.DelayNoticed _,
          TicketEvent.Reacted _ -> {}
    }
  }

  private void opened(TicketEvent.Opened event) {
    rows.one(
        rows.update(
                """
                insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
                values (:ticket, :member, :userName, :displayName, :dmChannel, 'open', :at)
                """)
            .bind("member", event.member().id())
            .bind("userName", storable(event.member().userName()))
            .bind("displayName", storable(event.member().displayName()))
            .bind("dmChannel", event.dmChannel())
            .bind("at", event.at()));
  }

  /** Who speaks, as the columns have it. A member's id is in the ticket's row. */
  private record Speaker(String kind, long id, String name, String signature, boolean anonymous) {
    static Speaker of(Author author) {
      return switch (author) {
        case Author.OfMember(String name) -> new Speaker("member", 0, name, "", false);
        case Author.OfReply(Staff staff, String signature, boolean anonymous, _) ->
            new Speaker("reply", staff.id(), staff.name(), signature, anonymous);
        case Author.OfNote(Staff staff) -> new Speaker("note", staff.id(), staff.name(), "", false);
        case Author.OfRemark _ -> new Speaker("remark", 0, "", "", false);
      };
    }
  }

  private void written(TicketEvent.Written event) {
    Speaker speaker = Speaker.of(event.author());
    Content content = event.content();
    rows.one(
        rows.update(
                """
                insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature,
                  anonymous, text, extras, answers, at)
                select ticket, :number, :source, :kind, case when :kind = 'member' then member_id else :author end,
                  :name, :signature, :anonymous, :text, :extras, :answers, :at
                from ticket where ticket = :ticket
                """)
            .bind("number", event.number())
            .bind("source", event.source())
            .bind("kind", speaker.kind())
            .bind("author", speaker.id())
            .bind("name", storable(speaker.name()))
            .bind("signature", storable(speaker.signature()))
            .bind("anonymous", speaker.anonymous())
            .bind("text", storable(content.text()))
            .bindArray(
                "extras",
                String.class,
                content.extras().stream().map(TicketRows::storable).toList())
            .bind("answers", content.answers())
            .bind("at", event.at()));
    rows.one(
        rows.update(
                """
                update ticket set
                  member_messages = member_messages + case when :kind = 'member' then 1 else 0 end,
                  replies = replies + case when :kind = 'reply' then 1 else 0 end,
                  notes = notes + case when :kind = 'note' then 1 else 0 end,
                  last_message_at = case when :kind in ('member', 'reply') then greatest(last_message_at, :at)
                    else last_message_at end
                where ticket = :ticket
                """)
            .bind("kind", speaker.kind())
            .bind("at", event.at()));
    files(event.number(), content.attachments());
  }

  private void files(int number, List<Attachment> attachments) {
    for (int place = 0; place < attachments.size(); place++) {
      Attachment attachment = attachments.get(place);
      rows.update(
              """
              insert into ticket_file (ticket, number, attachment, place, name, size, content_type)
              values (:ticket, :number, :attachment, :place, :name, :size, :contentType)
              on conflict do nothing
              """)
          .bind("number", number)
          .bind("attachment", attachment.id())
          .bind("place", place)
          .bind("name", storable(attachment.name()))
          .bind("size", attachment.size())
          .bind("contentType", storable(attachment.contentType()))
          .execute();
    }
  }

  private void edited(TicketEvent.Edited event) {
    rows.one(
        rows.update(
                """
                update ticket_message set former = former || text, text = :text, edited_at = :at,
                  restated_as = case when :inPlace then restated_as
                    else (select max(number) + 1 from ticket_message where ticket = :ticket) end
                where ticket = :ticket and number = :number
                """)
            .bind("number", event.number())
            .bind("text", storable(event.text()))
            .bind("inPlace", event.inPlace())
            .bind("at", event.at()));
  }

  private void deleted(TicketEvent.Deleted event) {
    rows.one(
        rows.update(
                "update ticket_message set deleted_at = :at where ticket = :ticket and number = :number")
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

  /**
   * Counts what is still under way, once all events of a transaction are recorded. A reply that was
   * taken back before it was sent is not.
   *
   * @throws IllegalStateException where there is no such ticket
   */
  void measure() {
    rows.one(
        rows.update(
            """
            update ticket set
              pending_posts =
                (select count(*) from ticket_post where ticket = :ticket and settled_at is null),
              oldest_undelivered_at =
                (select min(at) from ticket_message
                 where ticket = :ticket and delivery in ('stored', 'planned') and kind <> 'note'
                   and not (kind = 'reply' and deleted_at is not null)),
              waiting_files =
                (select count(*) from ticket_file where ticket = :ticket and state = 'waiting')
            where ticket = :ticket
            """));
  }
}
