package dev.switchboard.ticket.read;

import static dev.switchboard.ticket.read.TicketRows.storable;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.read.RowBatch.DeliveryTarget;
import dev.switchboard.ticket.read.RowBatch.Message;
import dev.switchboard.ticket.read.RowBatch.Part;
import dev.switchboard.ticket.read.RowBatch.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes a {@link RowBatch} to the tables {@code ticket}, {@code ticket_message}, {@code
 * ticket_file} and {@code ticket_post}: a few statements for any number of tickets.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class RowBatchTable {
  private final Handle handle;

  RowBatchTable(Handle handle) {
    this.handle = handle;
  }

  private record File(long ticket, int number, int place, Attachment attachment) {}

  /**
   * Updates the tables.
   *
   * @throws IllegalStateException if a row is missing that an earlier event must have made
   */
  void write(RowBatch wave) {
    open(wave.opened());
    add(wave.messages());
    settle(wave.sent());
    plan(wave.posts());
    planned(wave.planned());
    delivered(wave.delivered());
    place(wave.places());
  }

  private void open(Map<Long, TicketEvent.Opened> opened) {
    if (opened.isEmpty()) {
      return;
    }
    new BulkRows<>(opened.entrySet())
        .with("tickets", Long.class, Map.Entry::getKey)
        .with("members", Long.class, one -> one.getValue().member().id())
        .with("userNames", String.class, one -> storable(one.getValue().member().userName()))
        .with("displayNames", String.class, one -> storable(one.getValue().member().displayName()))
        .with("dmChannels", Long.class, one -> one.getValue().dmChannel())
        .with("ats", String.class, one -> one.getValue().at().toString())
        .with("reopened", Long.class, one -> one.getValue().reopens())
        .to(
            handle.createUpdate(
                """
                insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at, reopens)
                select ticket, member, user_name, display_name, dm_channel, 'open', cast(at as timestamptz),
                  nullif(reopens, 0)
                from unnest(cast(:tickets as bigint[]), cast(:members as bigint[]), cast(:userNames as text[]),
                            cast(:displayNames as text[]), cast(:dmChannels as bigint[]), cast(:ats as text[]),
                            cast(:reopened as bigint[]))
                     as opened (ticket, member, user_name, display_name, dm_channel, at, reopens)
                """))
        .execute();
  }

  private void add(List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    int added =
        new BulkRows<>(messages)
            .with("tickets", Long.class, one -> one.ticket)
            .with("numbers", Integer.class, one -> one.event.number())
            .with("sources", Long.class, one -> one.event.source())
            .with("kinds", String.class, one -> one.speaker.kind())
            .with("authors", Long.class, one -> one.speaker.id())
            .with("names", String.class, one -> one.speaker.name())
            .with("signatures", String.class, one -> one.speaker.signature())
            .with("anonymous", Boolean.class, one -> one.speaker.anonymous())
            .with("texts", String.class, one -> storable(one.event.content().text()))
            .with("extras", String.class, one -> array(one.event.content().extras()))
            .with("answers", Long.class, one -> one.event.content().answers())
            .with("deliveries", String.class, one -> one.delivery)
            .with("ats", String.class, one -> one.event.at().toString())
            .to(
                handle.createUpdate(
                    """
                    insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature,
                      anonymous, text, extras, answers, delivery, at)
                    select said.ticket, number, source, kind, case when kind = 'member' then member_id else author end,
                      name, signature, anonymous, text, cast(extras as text[]), answers, delivery,
                      cast(at as timestamptz)
                    from unnest(cast(:tickets as bigint[]), cast(:numbers as int[]), cast(:sources as bigint[]),
                                cast(:kinds as text[]), cast(:authors as bigint[]), cast(:names as text[]),
                                cast(:signatures as text[]), cast(:anonymous as boolean[]), cast(:texts as text[]),
                                cast(:extras as text[]), cast(:answers as bigint[]), cast(:deliveries as text[]),
                                cast(:ats as text[]))
                         as said (ticket, number, source, kind, author, name, signature, anonymous, text, extras,
                                  answers, delivery, at)
                    join ticket on ticket.ticket = said.ticket
                    """))
            .execute();
    if (added != messages.size()) {
      throw new IllegalStateException(
          "%d of %d messages have a ticket".formatted(added, messages.size()));
    }
    files(messages);
  }

  private void files(List<Message> messages) {
    List<File> files = new ArrayList<>();
    for (Message message : messages) {
      List<Attachment> attachments = message.event.content().attachments();
      for (int place = 0; place < attachments.size(); place++) {
        files.add(new File(message.ticket, message.event.number(), place, attachments.get(place)));
      }
    }
    if (files.isEmpty()) {
      return;
    }
    new BulkRows<>(files)
        .with("tickets", Long.class, File::ticket)
        .with("numbers", Integer.class, File::number)
        .with("attachments", Long.class, one -> one.attachment().id())
        .with("places", Integer.class, File::place)
        .with("names", String.class, one -> storable(one.attachment().name()))
        .with("sizes", Long.class, one -> one.attachment().knownSize())
        .with("contentTypes", String.class, one -> storable(one.attachment().contentType()))
        .to(
            handle.createUpdate(
                """
                insert into ticket_file (ticket, number, attachment, place, name, size, content_type)
                select * from unnest(cast(:tickets as bigint[]), cast(:numbers as int[]),
                  cast(:attachments as bigint[]), cast(:places as int[]), cast(:names as text[]),
                  cast(:sizes as bigint[]), cast(:contentTypes as text[]))
                on conflict do nothing
                """))
        .execute();
  }

  /** An existing post that was given its outcome just now. */
  private record Settled(long ticket, String deed, String target, List<Integer> numbers, long id) {}

  private void settle(Map<Part, TicketEvent.Sent> sent) {
    if (sent.isEmpty()) {
      return;
    }
    List<Settled> settled =
        new BulkRows<>(sent.entrySet())
            .with("tickets", Long.class, one -> one.getKey().ticket())
            .with("posts", Long.class, one -> one.getKey().number())
            .with("ids", Long.class, one -> one.getValue().id())
            .with("ats", String.class, one -> one.getValue().at().toString())
            .to(
                handle.createQuery(
                    """
                    update ticket_post post set settled_at = cast(sent.at as timestamptz), discord_id = nullif(sent.id, 0)
                    from unnest(cast(:tickets as bigint[]), cast(:posts as bigint[]), cast(:ids as bigint[]),
                                cast(:ats as text[])) as sent (ticket, post, id, at)
                    where post.ticket = sent.ticket and post.post = sent.post and post.settled_at is null
                    returning post.ticket, post.deed, coalesce(post.target, ''), post.numbers, sent.id
                    """))
            .map((row, _) ->
                new Settled(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    List.of((Integer[]) row.getArray(4).getArray()),
                    row.getLong(5)))
            .list();
    delivered(
        settled.stream()
            .filter(one -> one.deed().equals("show"))
            .flatMap(one ->
                one.numbers().stream()
                    .map(number -> new DeliveryTarget(one.ticket(), number, one.target())))
            .toList());
    place(
        settled.stream()
            .filter(one -> one.deed().equals("open-channel"))
            .collect(Collectors.toMap(Settled::ticket, Settled::id, (_, last) -> last)));
  }

  private void plan(List<Post> posts) {
    if (posts.isEmpty()) {
      return;
    }
    new BulkRows<>(posts)
        .with("tickets", Long.class, one -> one.ticket)
        .with("posts", Long.class, one -> one.event.post())
        .with("deeds", String.class, one -> one.deed)
        .with("targets", String.class, one -> one.target)
        .with("numbers", String.class, one -> numbers(one.numbers))
        .with("files", Boolean.class, one -> one.files)
        .with("ofs", Long.class, one -> one.of)
        .with("ats", String.class, one -> one.event.at().toString())
        .with("ids", Long.class, one -> one.sent.map(TicketEvent.Sent::id).orElse(0L))
        .with("settled", String.class, one -> one.sent.map(sent -> sent.at().toString()).orElse(""))
        .to(
            handle.createUpdate(
                """
                insert into ticket_post (ticket, post, deed, target, numbers, has_files, of, planned_at, discord_id,
                  settled_at)
                select ticket, post, deed,
                  case
                    when target <> '' then target
                    when of > 0 then (select target from ticket_post changed where changed.ticket = planned.ticket
                      and changed.post = planned.of and not changed.forgotten)
                  end,
                  cast(numbers as int[]), files, nullif(of, 0), cast(at as timestamptz), nullif(id, 0),
                  cast(nullif(settled, '') as timestamptz)
                from unnest(cast(:tickets as bigint[]), cast(:posts as bigint[]), cast(:deeds as text[]),
                            cast(:targets as text[]), cast(:numbers as text[]), cast(:files as boolean[]),
                            cast(:ofs as bigint[]), cast(:ats as text[]), cast(:ids as bigint[]),
                            cast(:settled as text[]))
                     as planned (ticket, post, deed, target, numbers, files, of, at, id, settled)
                """))
        .execute();
  }

  private void planned(List<DeliveryTarget> standing) {
    if (!standing.isEmpty()) {
      rows(standing)
          .to(
              handle.createUpdate(
                  """
                  update ticket_message message set delivery = 'planned'
                  from unnest(cast(:tickets as bigint[]), cast(:numbers as int[]), cast(:targets as text[]))
                       as post (ticket, number, target)
                  where message.ticket = post.ticket and message.number = post.number and delivery = 'stored' and
                  """
                      + TicketPosts.CONCERNED))
          .execute();
    }
  }

  private void delivered(List<DeliveryTarget> standing) {
    if (!standing.isEmpty()) {
      rows(standing)
          .to(
              handle.createUpdate(
                  """
                  update ticket_message message set delivery = 'delivered'
                  from unnest(cast(:tickets as bigint[]), cast(:numbers as int[]), cast(:targets as text[]))
                       as post (ticket, number, target)
                  where message.ticket = post.ticket and message.number = post.number
                    and message.delivery in ('stored', 'planned')
                    and not exists (
                      select 1 from ticket_post other
                      where other.ticket = post.ticket and other.settled_at is null and other.deed = 'show'
                        and other.target = post.target and message.number = any(other.numbers))
                    and
                  """
                      + TicketPosts.CONCERNED))
          .execute();
    }
  }

  private static BulkRows<DeliveryTarget> rows(List<DeliveryTarget> standing) {
    return new BulkRows<>(standing)
        .with("tickets", Long.class, DeliveryTarget::ticket)
        .with("numbers", Integer.class, DeliveryTarget::number)
        .with("targets", String.class, DeliveryTarget::target);
  }

  private void place(Map<Long, Long> places) {
    if (!places.isEmpty()) {
      new BulkRows<>(places.entrySet())
          .with("tickets", Long.class, Map.Entry::getKey)
          .with("channels", Long.class, Map.Entry::getValue)
          .to(
              handle.createUpdate(
                  """
                  update ticket set staff_channel = nullif(channel, 0)
                  from unnest(cast(:tickets as bigint[]), cast(:channels as bigint[])) as place (ticket, channel)
                  where ticket.ticket = place.ticket
                  """))
          .execute();
    }
  }

  private static String numbers(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * The texts in PostgreSQL's notation of an array, because arrays of different lengths cannot be
   * unnested.
   */
  private static String array(List<String> texts) {
    return texts.stream()
        .map(text -> '"' + storable(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "{", "}"));
  }
}
