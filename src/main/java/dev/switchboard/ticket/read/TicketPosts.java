package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TicketRows.storable;

import dev.switchboard.ticket.decide.ConversationUpdates;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Instant;
import java.util.Locale;

/**
 * The table {@code ticket_post}, and the effect of posts on the delivery of messages: the rules of
 * {@link ConversationUpdates} in SQL, for events that do not come with every message.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class TicketPosts {
  /**
   * Whether a post at the target delivers the message, and is not a copy for the author's own side.
   */
  static final String CONCERNED =
      "(post.target = 'staff' and kind in ('member', 'remark') or post.target = 'member' and kind ="
          + " 'reply')";

  private final TicketRows rows;

  TicketPosts(TicketRows rows) {
    this.rows = rows;
  }

  void done(TicketEvent.Done event) {
    if (settle(event.post(), event.at()) > 0) {
      placeEnds(event.post());
    }
  }

  void refused(TicketEvent.Refused event) {
    if (settle(event.post(), event.at()) == 0) {
      return;
    }
    rows.one(
        rows.update(
                """
                update ticket_post set refusal = :reason, refusal_detail = :detail
                where ticket = :ticket and post = :post
                """)
            .bind("post", event.post())
            .bind("reason", reason(event.reason()))
            .bind("detail", storable(event.detail())));
    placeEnds(event.post());
    // A message with too large files is posted again with links, unless other posts show it; a
    // message of a deleted channel is posted to the next channel.
    rows.update(
            """
            with refused as (
              select post, target, unnest(numbers) as number,
                :reason = 'too-large' and has_files as lighter,
                :reason = 'channel-gone' and target = 'staff' as moved
              from ticket_post where ticket = :ticket and post = :post and deed = 'show'),
            post as (
              select number, target,
                case
                  when moved or lighter and other.shown = 0 then 'stored'
                  when lighter and other.under_way = 0 then 'delivered'
                  when lighter then 'kept'
                  else 'refused'
                end as fate
              from refused cross join lateral (
                select count(*) as shown, count(*) filter (where settled_at is null) as under_way
                from ticket_post
                where ticket = :ticket and deed = 'show' and target = refused.target
                  and refused.number = any(numbers) and post <> refused.post and not forgotten
                  and (settled_at is null or discord_id is not null)) other)
            update ticket_message message set
              delivery = fate,
              refusal = case when fate = 'refused' then :reason end,
              refusal_detail = case when fate = 'refused' then :detail end
            from post
            where message.ticket = :ticket and message.number = post.number
              and (fate = 'stored' or fate = 'delivered' and message.delivery in ('stored', 'planned')
                or fate = 'refused' and message.delivery <> 'refused') and
            """
                + CONCERNED)
        .bind("post", event.post())
        .bind("reason", reason(event.reason()))
        .bind("detail", storable(event.detail()))
        .execute();
  }

  /** The messages of the post will be shown in smaller posts. */
  void parted(TicketEvent.Parted event) {
    if (settle(event.post(), event.at()) == 0) {
      return;
    }
    rows.one(
        rows.update(
                """
                update ticket_post set refusal = :reason, refusal_detail = :detail
                where ticket = :ticket and post = :post
                """)
            .bind("post", event.post())
            .bind("reason", reason(event.reason()))
            .bind("detail", storable(event.detail())));
    rows.update(
            """
            update ticket_message message set delivery = 'stored', refusal = null, refusal_detail = null
            from ticket_post post
            where post.ticket = :ticket and post.post = :post
              and message.ticket = :ticket and message.number = any(post.numbers) and
            """
                + CONCERNED)
        .bind("post", event.post())
        .execute();
  }

  private static String reason(Outcome.Refusal reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Posts in the channel are forgotten; messages of pending posts will be shown anew. */
  void channelLost(Instant at) {
    rows.one(rows.update("update ticket set staff_channel = null where ticket = :ticket"));
    rows.update(
            """
            update ticket_message message set delivery = 'stored', refusal = null, refusal_detail = null
            from ticket_post post
            where post.ticket = :ticket and post.settled_at is null and post.deed = 'show' and post.target = 'staff'
              and message.ticket = :ticket and message.number = any(post.numbers) and
            """
                + CONCERNED)
        .execute();
    rows.update(
            """
            update ticket_post set forgotten = true, settled_at = coalesce(settled_at, :at)
            where ticket = :ticket and target = 'staff' and not forgotten
            """)
        .bind("at", at)
        .execute();
  }

  private int settle(long post, Instant at) {
    return rows.update(
            """
            update ticket_post set settled_at = :at
            where ticket = :ticket and post = :post and settled_at is null
            """)
        .bind("post", post)
        .bind("at", at)
        .execute();
  }

  /** Removes the ticket's channel after its deletion, or after a refused creation. */
  private void placeEnds(long post) {
    rows.update(
            """
            update ticket set staff_channel = null
            where ticket = :ticket and exists (select 1 from ticket_post
              where ticket = :ticket and post = :post and deed in ('open-channel', 'close-channel'))
            """)
        .bind("post", post)
        .execute();
  }
}
