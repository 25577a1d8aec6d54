package dev.switchboard.ticket;

import static dev.switchboard.ticket.TicketRows.storable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The table {@code ticket_post}, and what posts mean for the delivery of messages: the rules of
 * {@link Changes} in SQL.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class TicketPosts {
  /** Whether being shown at the target is the message's delivery, not a copy for its own side. */
  private static final String CONCERNED =
      "(post.target = 'staff' and kind in ('member', 'remark') or post.target = 'member' and kind = 'reply')";

  private final TicketRows rows;

  TicketPosts(TicketRows rows) {
    this.rows = rows;
  }

  /** A deed as the columns have it; the target of an amendment is that of the post it changes. */
  private record Columns(
      String deed, String target, List<Integer> numbers, boolean files, long of) {
    static Columns of(Deed deed) {
      return switch (deed) {
        case Deed.Show show ->
            new Columns("show", name(show.target()), show.numbers(), !show.files().isEmpty(), 0);
        case Deed.Amend(long of, _) -> plain("amend", "", of);
        case Deed.Withdraw(long of) -> plain("withdraw", "", of);
        case Deed.RemoveSource _ -> plain("remove-source", "staff", 0);
        case Deed.Mirror mirror -> plain("mirror", name(mirror.target()), 0);
        case Deed.OpenChannel _ -> plain("open-channel", "", 0);
        case Deed.CloseChannel _ -> plain("close-channel", "staff", 0);
      };
    }

    private static Columns plain(String deed, String target, long of) {
      return new Columns(deed, target, List.of(), false, of);
    }
  }

  private static String name(Deed.Target target) {
    return target.name().toLowerCase(Locale.ROOT);
  }

  void planned(TicketEvent.Planned event) {
    Columns columns = Columns.of(event.deed());
    rows.one(
        rows.update(
                """
                insert into ticket_post (ticket, post, deed, target, numbers, has_files, of, planned_at)
                values (:ticket, :post, :deed,
                  coalesce(nullif(:target, ''),
                    (select target from ticket_post where ticket = :ticket and post = :of and not forgotten)),
                  :numbers, :files, nullif(:of, 0), :at)
                """)
            .bind("post", event.post())
            .bind("deed", columns.deed())
            .bind("target", columns.target())
            .bindArray("numbers", Integer.class, columns.numbers())
            .bind("files", columns.files())
            .bind("of", columns.of())
            .bind("at", event.at()));
    switch (event.deed()) {
      case Deed.Show _ ->
          rows.update(
                  """
                  update ticket_message message set delivery = 'planned'
                  from ticket_post post
                  where post.ticket = :ticket and post.post = :post and message.ticket = :ticket
                    and message.number = any(post.numbers) and message.delivery = 'stored' and
                  """
                      + CONCERNED)
              .bind("post", event.post())
              .execute();
      case Deed.OpenChannel _ -> place(0);
      case Deed.Amend _,
          Deed.Withdraw _,
          Deed.RemoveSource _,
          Deed.Mirror _,
          Deed.CloseChannel _ -> {}
    }
  }

  void sent(TicketEvent.Sent event) {
    if (settle(event.post(), event.at(), event.id()) == 0) {
      return;
    }
    rows.update(
            """
            update ticket_message message set delivery = 'delivered'
            from ticket_post post
            where post.ticket = :ticket and post.post = :post and post.deed = 'show'
              and message.ticket = :ticket and message.number = any(post.numbers)
              and message.delivery in ('stored', 'planned')
              and not exists (
                select 1 from ticket_post other
                where other.ticket = :ticket and other.settled_at is null and other.deed = 'show'
                  and other.target = post.target and message.number = any(other.numbers))
              and
            """
                + CONCERNED)
        .bind("post", event.post())
        .execute();
    rows.update(
            """
            update ticket set staff_channel = :id
            where ticket = :ticket and exists (select 1 from ticket_post
              where ticket = :ticket and post = :post and deed = 'open-channel')
            """)
        .bind("post", event.post())
        .bind("id", event.id())
        .execute();
  }

  void done(TicketEvent.Done event) {
    if (settle(event.post(), event.at(), 0) > 0) {
      placeEnds(event.post());
    }
  }

  void refused(TicketEvent.Refused event) {
    if (settle(event.post(), event.at(), 0) == 0) {
      return;
    }
    rows.one(
        rows.update(
                """
                update ticket_post set refusal = :reason, refusal_detail = :detail
                where ticket = :ticket and post = :post
                """)
            .bind("post", event.post())
            .bind("reason", reason(event))
            .bind("detail", storable(event.detail())));
    placeEnds(event.post());
    // What is too large goes again as links, unless something else of it is shown; what stood in a
    // channel that is gone goes to another one.
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
        .bind("reason", reason(event))
        .bind("detail", storable(event.detail()))
        .execute();
  }

  private static String reason(TicketEvent.Refused event) {
    return event.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What stood in the channel is forgotten, what was under way to it will be shown anew. */
  void channelLost(Instant at) {
    place(0);
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

  private int settle(long post, Instant at, long id) {
    return rows.update(
            """
            update ticket_post set settled_at = :at, discord_id = nullif(:id, 0)
            where ticket = :ticket and post = :post and settled_at is null
            """)
        .bind("post", post)
        .bind("at", at)
        .bind("id", id)
        .execute();
  }

  /** A channel that was closed, or refused, is no place any more. */
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

  private void place(long channel) {
    rows.one(
        rows.update("update ticket set staff_channel = nullif(:channel, 0) where ticket = :ticket")
            .bind("channel", channel));
  }
}
