package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.read.TicketHistory.Numbered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * All that was said in a ticket, read out of its journal: whole, whatever of it the ticket's own
 * state has let go. It holds where things stand in the journal, some twenty bytes for each message,
 * and reads the words when they are asked for. Not thread-safe.
 */
final class Transcript {
  private final TicketHistory history;
  private final TranscriptIndex index;

  private Transcript(TicketHistory history, TranscriptIndex index) {
    this.history = history;
    this.index = index;
  }

  /**
   * One numbered thing that was said.
   *
   * @param content what it says at the end
   * @param original what it said at first
   * @param files what became of each attachment
   * @param edits where its edits stand in the journal, in order
   * @param restated the number under which its last text is said again
   * @param answers the number of what it answers, if that is known
   */
  record Line(
      int number,
      Author author,
      Content content,
      String original,
      List<Entry.Copy> files,
      List<Long> edits,
      Optional<Instant> deletedAt,
      Optional<Integer> restated,
      Optional<Integer> answers,
      Entry.Delivery delivery,
      Instant at) {}

  /** A text, and when another took its place. */
  record Former(String text, Instant until) {}

  /**
   * Reads a ticket's journal from its first event to its last.
   *
   * @throws IllegalStateException where it is not the journal of a ticket
   */
  static Transcript of(TicketHistory history) {
    return new Transcript(history, TranscriptIndex.of(history));
  }

  /** What the ticket knows at the end. */
  Conversation book() {
    return index.book();
  }

  /** Absent while the ticket is open. */
  Optional<TicketState.Closure> closure() {
    return index.closure();
  }

  /** How many lines there are. */
  int size() {
    return index.written().length;
  }

  /** Some lines in the order of their numbers: from a place, which counts from 0, up to another. */
  List<Line> lines(int from, int to) {
    List<Long> wanted = new ArrayList<>();
    for (int place = from; place < to; place++) {
      long written = index.written()[place];
      int number = TranscriptIndex.number(written);
      wanted.add(TranscriptIndex.sequence(written));
      LongStream.of(index.edits(number)).reduce((_, last) -> last).ifPresent(wanted::add);
      LongStream.of(index.fates(number)).forEach(wanted::add);
    }
    Map<Long, TicketEvent> events = read(wanted);
    List<Line> lines = new ArrayList<>();
    for (int place = from; place < to; place++) {
      lines.add(line(index.written()[place], events));
    }
    return lines;
  }

  private Line line(long written, Map<Long, TicketEvent> events) {
    int number = TranscriptIndex.number(written);
    TicketEvent.Written event =
        (TicketEvent.Written) there(events, TranscriptIndex.sequence(written));
    Entry entry = Entry.of(event);
    Optional<Instant> deletedAt = Optional.empty();
    for (long fate : index.fates(number)) {
      switch (there(events, fate)) {
        case TicketEvent.Deleted deleted -> deletedAt = Optional.of(deleted.at());
        case TicketEvent.FileKept kept -> entry = entry.withKept(kept);
        case TicketEvent.FileLost lost -> entry = entry.withLost(lost);
        case TicketEvent other -> throw new IllegalStateException(other + " is no fate of a line");
      }
    }
    List<Long> edits = LongStream.of(index.edits(number)).boxed().toList();
    if (!edits.isEmpty()) {
      TicketEvent.Edited last = (TicketEvent.Edited) there(events, edits.getLast());
      entry = entry.withText(last.text(), last.at());
    }
    return new Line(
        number,
        event.author(),
        entry.content(),
        event.content().text(),
        entry.files(),
        edits,
        deletedAt,
        index.restated(number),
        index.answers(number),
        index.delivery(number),
        event.at());
  }

  /** Some of what a line said before, oldest first: from a place up to another. */
  List<Former> formers(Line line, int from, int to) {
    Map<Long, TicketEvent> events = read(line.edits().subList(Math.max(0, from - 1), to));
    List<Former> formers = new ArrayList<>();
    for (int place = from; place < to; place++) {
      String text =
          place == 0
              ? line.original()
              : ((TicketEvent.Edited) there(events, line.edits().get(place - 1))).text();
      formers.add(new Former(text, there(events, line.edits().get(place)).at()));
    }
    return formers;
  }

  private Map<Long, TicketEvent> read(List<Long> sequences) {
    Map<Long, TicketEvent> events = new HashMap<>();
    for (Numbered one : history.at(sequences)) {
      events.put(one.sequence(), one.event());
    }
    return events;
  }

  private static TicketEvent there(Map<Long, TicketEvent> events, long sequence) {
    TicketEvent event = events.get(sequence);
    if (event == null) {
      throw new IllegalStateException("event " + sequence + " was erased while it was read");
    }
    return event;
  }

  /**
   * One HTML page that needs nothing else: no script, no picture, no font of elsewhere.
   *
   * @param links to our copies of files
   */
  TranscriptPage page(Links links) {
    return new TranscriptPage(this, links);
  }
}
