package dev.switchboard.ticket.read;

import dev.switchboard.ticket.decide.Ticket;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.ticket.read.TicketHistory.Numbered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The positions of a ticket's lines, edits and outcomes in its journal, and the ticket's last
 * state. A position is a line's number and a sequence number in one {@code long}, so that a hundred
 * thousand of them take a megabyte.
 */
final class TranscriptIndex {
  /** A journal has at most 2^33 events, and a ticket at most 2^30 lines. */
  private static final int SEQUENCE_BITS = 33;

  private final LongStream.Builder written = LongStream.builder();
  private final LongStream.Builder edits = LongStream.builder();
  private final LongStream.Builder fates = LongStream.builder();
  private final List<Entry.Delivery> deliveries = new ArrayList<>();
  private final Map<Entry.Delivery, Entry.Delivery> same = new HashMap<>();
  private final Map<Integer, Integer> restated = new HashMap<>();
  private final Map<Integer, Integer> answers = new HashMap<>();
  private TicketState state = new TicketState.Absent();
  private long[] sortedWritten = {};
  private long[] sortedEdits = {};
  private long[] sortedFates = {};

  private TranscriptIndex() {}

  /**
   * Reads a journal from its first event to its last.
   *
   * @throws IllegalStateException if it is not the journal of a ticket
   */
  static TranscriptIndex of(TicketHistory history) {
    TranscriptIndex index = new TranscriptIndex();
    long last = 0;
    for (List<Numbered> some = history.after(last); !some.isEmpty(); some = history.after(last)) {
      some.forEach(one -> index.take(one.sequence(), one.event()));
      last = some.getLast().sequence();
    }
    if (index.state instanceof TicketState.Absent) {
      throw new IllegalStateException("there is no such ticket");
    }
    index.sortedWritten = index.written.build().sorted().toArray();
    index.sortedEdits = index.edits.build().sorted().toArray();
    index.sortedFates = index.fates.build().sorted().toArray();
    return index;
  }

  private void take(long sequence, TicketEvent event) {
    switch (event) {
      case TicketEvent.Written(int number, _, _, Content content, _) -> {
        written.accept(place(number, sequence));
        if (content.answers() != 0) {
          answered(content.answers()).ifPresent(answered -> answers.put(number, answered));
        }
      }
      case TicketEvent.Edited edited -> {
        edits.accept(place(edited.number(), sequence));
        if (!edited.inPlace()) {
          restated.put(edited.number(), book().nextNumber());
        }
      }
      case TicketEvent.Deleted(int number, _, _) -> fates.accept(place(number, sequence));
      case TicketEvent.FileKept(int number, _, _, _) -> fates.accept(place(number, sequence));
      case TicketEvent.FileLost(int number, _, _, _) -> fates.accept(place(number, sequence));
      case TicketEvent other -> {
        // No line shows the event.
      }
    }
    Collection<Integer> moved = moved(event);
    state = Ticket.apply(state, event);
    moved.forEach(this::remember);
  }

  /** The entry that a message answers, if the ticket's state still keeps it. */
  private Optional<Integer> answered(long message) {
    Conversation conversation = book();
    return conversation
        .bySource(message)
        .or(() ->
            conversation
                .byMessage(message)
                .flatMap(sentPost -> sentPost.numbers().stream().findFirst()));
  }

  /** The lines whose delivery an event may change. */
  private Collection<Integer> moved(TicketEvent event) {
    return switch (event) {
      case TicketEvent.Planned(_, PlannedAction.Show show, _) -> show.numbers();
      case TicketEvent.Sent sent -> shownBy(sent.post());
      case TicketEvent.Refused refused -> shownBy(refused.post());
      case TicketEvent.ChannelLost _ ->
          book()
              .pendingShows(PlannedAction.Target.STAFF)
              .flatMap(show -> show.numbers().stream())
              .toList();
      case TicketEvent other -> List.of();
    };
  }

  private List<Integer> shownBy(long post) {
    return book()
        .pending(post)
        .map(TicketEvent.Planned::deed)
        .filter(PlannedAction.Show.class::isInstance)
        .map(plannedAction -> ((PlannedAction.Show) plannedAction).numbers())
        .orElse(List.of());
  }

  private void remember(int number) {
    book()
        .entry(number)
        .ifPresent(entry -> {
          while (deliveries.size() < number) {
            deliveries.add(new Entry.Delivery.Stored());
          }
          deliveries.set(number - 1, same.computeIfAbsent(entry.delivery(), delivery -> delivery));
        });
  }

  // ---- the result

  Conversation book() {
    return switch (state) {
      case TicketState.Absent _ -> throw new IllegalStateException("there is no such ticket");
      case TicketState.Open(Conversation conversation) -> conversation;
      case TicketState.Closing(Conversation conversation, _) -> conversation;
      case TicketState.Closed(Conversation conversation, _, _, _) -> conversation;
    };
  }

  Optional<TicketState.Closure> closure() {
    return switch (state) {
      case TicketState.Absent _, TicketState.Open _ -> Optional.empty();
      case TicketState.Closing(_, TicketState.Closure closure) -> Optional.of(closure);
      case TicketState.Closed(_, TicketState.Closure closure, _, _) -> Optional.of(closure);
    };
  }

  /** The positions of all lines, in the order of their numbers. */
  long[] written() {
    return sortedWritten;
  }

  /** The sequence numbers of a line's edits, in order. */
  long[] edits(int number) {
    return of(sortedEdits, number);
  }

  /** The sequence numbers of the events about a line's files and its deletion, in order. */
  long[] fates(int number) {
    return of(sortedFates, number);
  }

  Entry.Delivery delivery(int number) {
    return number > deliveries.size() ? new Entry.Delivery.Stored() : deliveries.get(number - 1);
  }

  Optional<Integer> restated(int number) {
    return Optional.ofNullable(restated.get(number));
  }

  Optional<Integer> answers(int number) {
    return Optional.ofNullable(answers.get(number));
  }

  // ---- positions

  private static long place(int number, long sequence) {
    return ((long) number << SEQUENCE_BITS) | sequence;
  }

  static int number(long place) {
    return (int) (place >>> SEQUENCE_BITS);
  }

  static long sequence(long place) {
    return place & ((1L << SEQUENCE_BITS) - 1);
  }

  private static long[] of(long[] places, int number) {
    int from = first(places, place(number, 0));
    int to = first(places, place(number + 1, 0));
    return Arrays.stream(places, from, to).map(TranscriptIndex::sequence).toArray();
  }

  private static int first(long[] places, long place) {
    int found = Arrays.binarySearch(places, place);
    return found >= 0 ? found : -found - 1;
  }
}
