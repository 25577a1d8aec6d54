package dev.switchboard.ticket.read;

import dev.switchboard.text.Words;
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
 * Everything that was said in a ticket, read from its journal, including entries that the ticket's
 * state no longer keeps. It holds only positions in the journal, some twenty bytes for each
 * message, and reads the texts when they are requested. Not thread-safe.
 */
final class Transcript {
  private final TicketHistory history;
  private final TranscriptIndex index;

  private Transcript(TicketHistory history, TranscriptIndex index) {
    this.history = history;
    this.index = index;
  }

  /**
   * An entry in the transcript.
   *
   * @param content the last content
   * @param original the first text
   * @param files the state of the copy of each attachment
   * @param edits the sequence numbers of its edits, in order
   * @param restated the number of the entry that repeats its last text
   * @param answers the number of the entry that it answers, if known
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

  /** A former text and the time of the edit that replaced it. */
  record Former(String text, Instant until) {}

  /**
   * Reads a ticket's journal from its first event to its last.
   *
   * @throws IllegalStateException if it is not the journal of a ticket
   */
  static Transcript of(TicketHistory history) {
    return new Transcript(history, TranscriptIndex.of(history));
  }

  /** The conversation after the last event. */
  Conversation book() {
    return index.book();
  }

  /** The closing of the ticket; empty while it is open. */
  Optional<TicketState.Closure> closure() {
    return index.closure();
  }

  /** The number of lines. */
  int size() {
    return index.written().length;
  }

  /**
   * The lines from one index to another, in the order of their numbers; indexes count from 0, and
   * the second is exclusive.
   */
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

  /**
   * The former texts of a line from one index to another, oldest first; the second is exclusive.
   */
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
   * A self-contained HTML page, without scripts and external images or fonts.
   *
   * @param links the addresses of stored files
   */
  TranscriptPage page(Links links, Words words) {
    return new TranscriptPage(this, links, words);
  }
}
