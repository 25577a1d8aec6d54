package dev.switchboard.ticket.read;

import dev.switchboard.access.Right;
import dev.switchboard.feed.FeedDraft;
import dev.switchboard.feed.FeedKind;
import dev.switchboard.feed.FeedRows;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What the recorded events of a transaction changed for those who look at tickets, for the feed.
 * Changes of the same message or ticket in one transaction are one event of the feed: it tells what
 * the read tables say after all of them, as the REST API then answers.
 *
 * <p>Used by one thread, once.
 */
public final class FeedNotes {
  private final List<Touched> touched = new ArrayList<>();
  private final List<Post> posts = new ArrayList<>();
  private int place;

  /** A ticket, or one of its messages; the number is 0 for the ticket itself. */
  private record Touched(long ticket, int number, FeedKind kind, int place) {}

  /** A post; its messages, and whether it makes or deletes the channel, are known to its row. */
  private record Post(long ticket, long post, int place) {}

  /** Notes a recorded event. */
  public void add(long ticket, TicketEvent event) {
    place++;
    switch (event) {
      case TicketEvent.Opened _ -> touch(ticket, FeedKind.TICKET_OPENED);
      case TicketEvent.Written written ->
          message(ticket, written.number(), FeedKind.MESSAGE_CREATED);
      case TicketEvent.Edited edited -> updated(ticket, edited.number());
      case TicketEvent.Deleted deleted -> updated(ticket, deleted.number());
      case TicketEvent.FileKept kept -> updated(ticket, kept.number());
      case TicketEvent.FileLost lost -> updated(ticket, lost.number());
      case TicketEvent.FormerKept kept -> updated(ticket, kept.number());
      case TicketEvent.Planned planned -> {
        if (planned.deed() instanceof PlannedAction.Show) {
          post(ticket, planned.post());
        }
      }
      case TicketEvent.Sent sent -> post(ticket, sent.post());
      case TicketEvent.Done done -> post(ticket, done.post());
      case TicketEvent.Refused refused -> post(ticket, refused.post());
      case TicketEvent.Parted parted -> post(ticket, parted.post());
      // Its messages are planned anew at once, and noted then.
      case TicketEvent.ChannelLost _,
          TicketEvent.Handled _,
          TicketEvent.CloseRequested _,
          TicketEvent.TranscriptKept _,
          TicketEvent.Purged _ ->
          touch(ticket, FeedKind.TICKET_UPDATED);
      case TicketEvent.Closed _ -> touch(ticket, FeedKind.TICKET_CLOSED);
      case TicketEvent.Merged merged -> {
        touch(ticket, FeedKind.TICKET_UPDATED);
        touch(merged.into(), FeedKind.TICKET_UPDATED);
      }
      case TicketEvent.WaitEnded _,
          TicketEvent.Delayed _,
          TicketEvent.Recast _,
          TicketEvent.ProfileTaken _,
          TicketEvent.DelayNoticed _,
          TicketEvent.TranscriptTried _,
          TicketEvent.TranscriptGivenUp _,
          TicketEvent.Reacted _ -> {}
    }
  }

  private void touch(long ticket, FeedKind kind) {
    touched.add(new Touched(ticket, 0, kind, place));
  }

  private void updated(long ticket, int number) {
    message(ticket, number, FeedKind.MESSAGE_UPDATED);
  }

  private void message(long ticket, int number, FeedKind kind) {
    touched.add(new Touched(ticket, number, kind, place));
  }

  private void post(long ticket, long post) {
    posts.add(new Post(ticket, post, place));
  }

  /**
   * Writes the events of the feed: two statements, or none. To be called after all other statements
   * of the transaction, since {@link FeedRows} makes other writers wait.
   */
  public void record(Handle handle) {
    if (!touched.isEmpty() || !posts.isEmpty()) {
      FeedRows.append(handle, drafts(handle));
    }
  }

  private List<FeedDraft> drafts(Handle handle) {
    var query =
        handle.createQuery(
            """
            with shown as (
              select post.ticket, post.deed, post.target, post.numbers, given.place
              from unnest(cast(:postTickets as bigint[]), cast(:posts as bigint[]), cast(:postPlaces as int[]))
                   as given (ticket, post, place)
              join ticket_post post on post.ticket = given.ticket and post.post = given.post),
            noted as (
              select ticket, number, kind, place
              from unnest(cast(:tickets as bigint[]), cast(:numbers as int[]), cast(:kinds as text[]),
                          cast(:places as int[])) as told (ticket, number, kind, place)
              union all
              select post.ticket, message.number, 'message.updated', post.place
              from shown post
              join ticket_message message on message.ticket = post.ticket and message.number = any(post.numbers)
              where post.deed = 'show' and
            """
                + TicketPosts.CONCERNED
                + """

                  union all
                  select ticket, 0, 'ticket.updated', place from shown where deed in ('open-channel', 'close-channel')),
                once as (
                  select ticket, number, min(kind) as kind, min(place) as place
                  from noted group by ticket, number, case when number = 0 then kind end)
                select once.ticket, once.kind,
                  cast(case when once.number = 0
                    then jsonb_build_object('ticket', cast(once.ticket as text), 'version', version,
                      'status', status, 'priority', priority)
                    else jsonb_build_object('ticket', cast(once.ticket as text), 'version', version,
                      'message', once.number, 'kind', message.kind, 'delivery', delivery,
                      'edited', edited_at is not null, 'deleted', deleted_at is not null)
                  end as text) as payload
                from once join ticket on ticket.ticket = once.ticket
                left join ticket_message message on message.ticket = once.ticket and message.number = once.number
                where once.number = 0 or message.number is not null
                order by place, once.number
                """);
    new BulkRows<>(touched)
        .with("tickets", Long.class, Touched::ticket)
        .with("numbers", Integer.class, Touched::number)
        .with("kinds", String.class, one -> one.kind().word())
        .with("places", Integer.class, Touched::place)
        .to(query);
    new BulkRows<>(posts)
        .with("postTickets", Long.class, Post::ticket)
        .with("posts", Long.class, Post::post)
        .with("postPlaces", Integer.class, Post::place)
        .to(query);
    return query
        .map((row, _) ->
            new FeedDraft(
                row.getLong("ticket"),
                FeedKind.of(row.getString("kind")),
                Right.VIEW_TICKETS,
                row.getString("payload")))
        .list();
  }
}
