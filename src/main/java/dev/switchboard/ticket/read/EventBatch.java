package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Events of many tickets that are recorded together, in order for each ticket. The events of every
 * message go into {@link RowBatch waves}; rare events ({@link TicketTable}) are recorded one by one
 * between them.
 *
 * <p>Used by one thread, once.
 */
public final class EventBatch {
  private final List<Stage> stages = new ArrayList<>();
  private final Map<Long, Course> courses = new HashMap<>();

  /** A wave, and the single events that follow it. */
  private static final class Stage {
    final RowBatch wave = new RowBatch();
    final List<Single> singles = new ArrayList<>();
  }

  private record Single(long ticket, TicketEvent event) {}

  /** The position of a ticket's events in the stages, and their counts for its row. */
  private static final class Course {
    final long ticket;
    int stage;
    boolean single;
    int members;
    int replies;
    int notes;
    long version;
    Optional<Instant> lastSaid = Optional.empty();
    Optional<Instant> waitingSince = Optional.empty();
    Optional<TicketEvent.Written> firstReply = Optional.empty();

    Course(long ticket) {
      this.ticket = ticket;
    }

    private static long author(TicketEvent.Written reply) {
      return SpeakerColumns.of(reply.author()).id();
    }

    void count(TicketEvent.Written event) {
      switch (event.author()) {
        case Author.OfMember _ -> {
          members++;
          waitingSince = waitingSince.or(() -> Optional.of(event.at()));
        }
        case Author.OfReply _ -> {
          replies++;
          waitingSince = Optional.empty();
          firstReply = firstReply.or(() -> Optional.of(event));
        }
        case Author.OfNote _ -> notes++;
        case Author.OfRemark _ -> {}
      }
      boolean said =
          event.author() instanceof Author.OfMember || event.author() instanceof Author.OfReply;
      if (said && lastSaid.filter(last -> !last.isBefore(event.at())).isEmpty()) {
        lastSaid = Optional.of(event.at());
      }
    }
  }

  /**
   * The next event of a ticket.
   *
   * @param sequence its number in the ticket's journal, which becomes the version of the ticket's
   *     row
   */
  public void add(long ticket, long sequence, TicketEvent event) {
    add(ticket, event);
    Course course = courses.computeIfAbsent(ticket, Course::new);
    course.version = Math.max(course.version, sequence);
  }

  /** The next event of a ticket, which leaves the version of its row as it is. */
  public void add(long ticket, TicketEvent event) {
    Course course = courses.computeIfAbsent(ticket, Course::new);
    switch (event) {
      case TicketEvent.Written written -> {
        course.count(written);
        join(course, event);
      }
      case TicketEvent.Opened _, TicketEvent.Planned _, TicketEvent.Sent _ -> join(course, event);
      case TicketEvent.Edited _,
          TicketEvent.Deleted _,
          TicketEvent.FileKept _,
          TicketEvent.FileLost _,
          TicketEvent.Done _,
          TicketEvent.Refused _,
          TicketEvent.Parted _,
          TicketEvent.FormerKept _,
          TicketEvent.ChannelLost _,
          TicketEvent.Handled _,
          TicketEvent.CloseRequested _,
          TicketEvent.TranscriptKept _,
          TicketEvent.Closed _,
          TicketEvent.Merged _,
          TicketEvent.Purged _ -> {
        course.single = true;
        stage(course.stage).singles.add(new Single(ticket, event));
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

  private void join(Course course, TicketEvent event) {
    if (course.single) {
      course.single = false;
      course.stage++;
    }
    if (!stage(course.stage).wave.add(course.ticket, event)) {
      course.stage++;
      if (!stage(course.stage).wave.add(course.ticket, event)) {
        throw new IllegalStateException("%s does not fit into a new wave".formatted(event));
      }
    }
  }

  private Stage stage(int number) {
    while (stages.size() <= number) {
      stages.add(new Stage());
    }
    return stages.get(number);
  }

  /**
   * Updates the tables.
   *
   * @throws IllegalStateException if a row is missing that an earlier event must have made
   */
  public void record(Handle handle) {
    RowBatchTable waves = new RowBatchTable(handle);
    for (Stage stage : stages) {
      waves.write(stage.wave);
      stage.singles.forEach(one -> new TicketTable(handle, one.ticket()).record(one.event()));
    }
    measure(handle, courses.values());
  }

  /**
   * Updates the counts of messages and of pending work. A reply that was deleted before it was sent
   * is not pending.
   */
  private static void measure(Handle handle, Collection<Course> courses) {
    int measured =
        new BulkRows<>(courses)
            .with("tickets", Long.class, one -> one.ticket)
            .with("members", Integer.class, one -> one.members)
            .with("replies", Integer.class, one -> one.replies)
            .with("notes", Integer.class, one -> one.notes)
            .with("versions", Long.class, one -> one.version)
            .with("lastSaid", String.class, one -> one.lastSaid.map(Instant::toString).orElse(""))
            .with(
                "waiting", String.class, one -> one.waitingSince.map(Instant::toString).orElse(""))
            .with(
                "answered",
                String.class,
                one -> one.firstReply.map(at -> at.at().toString()).orElse(""))
            .with("answerers", Long.class, one -> one.firstReply.map(Course::author).orElse(0L))
            .to(
                handle.createUpdate(
                    """
                    update ticket set
                      member_messages = member_messages + said.members,
                      replies = ticket.replies + said.replies,
                      notes = ticket.notes + said.notes,
                      version = greatest(version, said.up_to),
                      last_message_at = greatest(last_message_at, cast(nullif(said.at, '') as timestamptz)),
                      waiting_since = case
                        when status <> 'open' then null
                        when said.answered <> '' then cast(nullif(said.waiting, '') as timestamptz)
                        else coalesce(waiting_since, cast(nullif(said.waiting, '') as timestamptz))
                      end,
                      first_reply_by = case
                        when first_reply_at is null and said.answered <> '' then said.answerer
                        else first_reply_by
                      end,
                      first_reply_at = coalesce(first_reply_at, cast(nullif(said.answered, '') as timestamptz)),
                      pending_posts =
                        (select count(*) from ticket_post post where post.ticket = ticket.ticket and settled_at is null),
                      oldest_undelivered_at =
                        (select min(message.at) from ticket_message message
                         where message.ticket = ticket.ticket and delivery in ('stored', 'planned') and kind <> 'note'
                           and not (kind = 'reply' and deleted_at is not null)),
                      waiting_files =
                        (select count(*) from ticket_file file where file.ticket = ticket.ticket and state = 'waiting')
                    from unnest(cast(:tickets as bigint[]), cast(:members as int[]), cast(:replies as int[]),
                                cast(:notes as int[]), cast(:versions as bigint[]), cast(:lastSaid as text[]),
                                cast(:waiting as text[]), cast(:answered as text[]), cast(:answerers as bigint[]))
                         as said (ticket, members, replies, notes, up_to, at, waiting, answered, answerer)
                    where ticket.ticket = said.ticket
                    """))
            .execute();
    if (measured != courses.size()) {
      throw new IllegalStateException(
          "%d of %d tickets are there".formatted(measured, courses.size()));
    }
  }
}
