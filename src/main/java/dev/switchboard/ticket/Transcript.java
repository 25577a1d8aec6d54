package dev.switchboard.ticket;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that was said in a ticket, read out of its journal: whole, whatever of it the ticket's own
 * state has let go. Immutable.
 *
 * @param book what the ticket knows at the end
 * @param lines in the order of their numbers
 * @param closure absent while the ticket is open
 */
record Transcript(Book book, List<Line> lines, Optional<TicketState.Closure> closure) {
  Transcript {
    lines = List.copyOf(lines);
  }

  /**
   * One numbered thing that was said.
   *
   * @param content what it says at the end
   * @param former what it said before, oldest first
   */
  record Line(
      int number,
      Author author,
      Content content,
      List<Former> former,
      Optional<Instant> deletedAt,
      Instant at) {
    Line {
      former = List.copyOf(former);
    }

    private static Line of(TicketEvent.Written event) {
      return new Line(
          event.number(), event.author(), event.content(), List.of(), Optional.empty(), event.at());
    }

    private Line edited(TicketEvent.Edited event) {
      Content now =
          new Content(event.text(), content.attachments(), content.extras(), content.answers());
      Former before = new Former(content.text(), event.at());
      return new Line(
          number,
          author,
          now,
          Stream.concat(former.stream(), Stream.of(before)).toList(),
          deletedAt,
          at);
    }

    private Line deleted(TicketEvent.Deleted event) {
      return new Line(number, author, content, former, Optional.of(event.at()), at);
    }
  }

  /** A text, and when another took its place. */
  record Former(String text, Instant until) {}

  /**
   * Reads a ticket's journal.
   *
   * @param events all of them, from the first, in order
   * @throws IllegalStateException where they are not the journal of a ticket
   */
  static Transcript of(List<TicketEvent> events) {
    TicketState state = new TicketState.Absent();
    Map<Integer, Line> lines = new TreeMap<>();
    for (TicketEvent event : events) {
      state = Ticket.apply(state, event);
      if (event instanceof TicketEvent.Written written) {
        lines.put(written.number(), Line.of(written));
      } else if (event instanceof TicketEvent.Edited edited) {
        lines.computeIfPresent(edited.number(), (_, line) -> line.edited(edited));
      } else if (event instanceof TicketEvent.Deleted deleted) {
        lines.computeIfPresent(deleted.number(), (_, line) -> line.deleted(deleted));
      }
    }
    List<Line> inOrder = List.copyOf(lines.values());
    return switch (state) {
      case TicketState.Absent _ -> throw new IllegalStateException("there is no such ticket");
      case TicketState.Open(Book book) -> new Transcript(book, inOrder, Optional.empty());
      case TicketState.Closing(Book book, TicketState.Closure closure) ->
          new Transcript(book, inOrder, Optional.of(closure));
      case TicketState.Closed(Book book, TicketState.Closure closure, _) ->
          new Transcript(book, inOrder, Optional.of(closure));
    };
  }

  /**
   * One HTML page that needs nothing else: no script, no picture, no font of elsewhere.
   *
   * @param links to our copies of files
   */
  String page(Links links) {
    return new TranscriptPage(this, links).html();
  }
}
