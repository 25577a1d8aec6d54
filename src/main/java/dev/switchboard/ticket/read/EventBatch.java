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
 * Events of many tickets that are recorded together, each ticket's in their order. What comes with
 * every message goes in {@link RowBatch waves}, what is rare ({@link TicketTable}) one by one
 * between them.
 *
 * <p>Used by one thread, once.
 */
public final class EventBatch {
  private final List<Stage> stages = new ArrayList<>();
  private final Map<Long, Course> courses = new HashMap<>();

  /** A wave, and what follows it event by event. */
  private static final class Stage {
    final RowBatch wave = new RowBatch();
    final List<Single> singles = new ArrayList<>();
  }

  private record Single(long ticket, TicketEvent event) {}

  /** How far a ticket's events are put in order, and what its row counts of them. */
  private static final class Course {
    final long ticket;
    int stage;
    boolean single;
    int members;
    int replies;
    int notes;
    Optional<Instant> lastSaid = Optional.empty();

    Course(long ticket) {
      this.ticket = ticket;
    }

    void count(TicketEvent.Written event) {
      switch (event.author()) {
        case Author.OfMember _ -> members++;
        case Author.OfReply _ -> replies++;
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

  /** The next event of a ticket. */
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
          TicketEvent.CloseRequested _,
          TicketEvent.TranscriptKept _,
          TicketEvent.Closed _,
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
   * Brings the tables up to date.
   *
   * @throws IllegalStateException where a row is missing that an earlier event must have made
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
   * Counts what was said, and what is still under way. A reply that was taken back before it was
   * sent is not.
   */
  private static void measure(Handle handle, Collection<Course> courses) {
    int measured =
        new BulkRows<>(courses)
            .with("tickets", Long.class, one -> one.ticket)
            .with("members", Integer.class, one -> one.members)
            .with("replies", Integer.class, one -> one.replies)
            .with("notes", Integer.class, one -> one.notes)
            .with("lastSaid", String.class, one -> one.lastSaid.map(Instant::toString).orElse(""))
            .to(
                handle.createUpdate(
                    """
                    update ticket set
                      member_messages = member_messages + said.members,
                      replies = ticket.replies + said.replies,
                      notes = ticket.notes + said.notes,
                      last_message_at = greatest(last_message_at, cast(nullif(said.at, '') as timestamptz)),
                      pending_posts =
                        (select count(*) from ticket_post post where post.ticket = ticket.ticket and settled_at is null),
                      oldest_undelivered_at =
                        (select min(message.at) from ticket_message message
                         where message.ticket = ticket.ticket and delivery in ('stored', 'planned') and kind <> 'note'
                           and not (kind = 'reply' and deleted_at is not null)),
                      waiting_files =
                        (select count(*) from ticket_file file where file.ticket = ticket.ticket and state = 'waiting')
                    from unnest(cast(:tickets as bigint[]), cast(:members as int[]), cast(:replies as int[]),
                                cast(:notes as int[]), cast(:lastSaid as text[]))
                         as said (ticket, members, replies, notes, at)
                    where ticket.ticket = said.ticket
                    """))
            .execute();
    if (measured != courses.size()) {
      throw new IllegalStateException(
          "%d of %d tickets are there".formatted(measured, courses.size()));
    }
  }
}
