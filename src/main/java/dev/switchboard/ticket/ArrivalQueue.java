package dev.switchboard.ticket;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A member's arrivals in the order in which they are taken: by the message that they concern, and
 * for one message its writing, its edits and its deletion. What was taken lately is not taken
 * again. Not thread-safe.
 */
final class ArrivalQueue {
  private static final int REMEMBERED = 1_000;

  private static final Comparator<Arrival> ORDER =
      Comparator.comparingLong(ArrivalQueue::message)
          .thenComparingInt(ArrivalQueue::rank)
          .thenComparing(arrival -> arrival.id().kind())
          .thenComparing(arrival -> arrival.id().key());

  private final TreeSet<Arrival> waiting = new TreeSet<>(ORDER);
  private final Set<Arrival.Id> taken =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Arrival.Id, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Whether it waits now; false for what was taken lately. */
  boolean add(Arrival arrival) {
    if (taken.contains(arrival.id())) {
      return false;
    }
    waiting.add(arrival);
    return true;
  }

  Optional<Arrival> first() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
  }

  /** The messages at the head, up to the first arrival that is none; at most so many. */
  List<Arrival.Wrote> messages(int most) {
    List<Arrival.Wrote> head = new ArrayList<>();
    for (Arrival arrival : waiting) {
      if (head.size() == most || !(arrival instanceof Arrival.Wrote wrote)) {
        break;
      }
      head.add(wrote);
    }
    return head;
  }

  void taken(Arrival arrival) {
    waiting.remove(arrival);
    taken.add(arrival.id());
  }

  private static long message(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Wrote wrote -> wrote.message();
      case Arrival.Edited edited -> edited.message();
      case Arrival.Deleted deleted -> deleted.message();
      case Arrival.Reacted reacted -> reacted.message();
    };
  }

  private static int rank(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Wrote _ -> 0;
      case Arrival.Edited _ -> 1;
      case Arrival.Reacted _ -> 2;
      case Arrival.Deleted _ -> 3;
    };
  }
}
