package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
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
 * A member's arrivals in the order in which they are taken: by message, and for one message its
 * writing, its edits, its reactions and its deletion. An arrival that was taken lately is not taken
 * again. The queue holds the first {@link #MOST} waiting arrivals; the others stay in the inbox
 * until these are taken. Not thread-safe.
 */
final class ArrivalQueue {
  private static final int REMEMBERED = 1_000;
  private static final long ALL = Long.MAX_VALUE;

  /** The largest number of arrivals in the queue. */
  static final int MOST = 500;

  /**
   * The limit on the characters of messages handed over together: a request to another node must
   * fit into a frame (pekko.conf), in which a character takes up to six bytes.
   */
  private static final int CHARACTERS_TOGETHER = 50_000;

  private static final Comparator<Arrival> ORDER =
      Comparator.comparingLong(ArrivalQueue::message)
          .thenComparingInt(ArrivalQueue::rank)
          .thenComparing(arrival -> arrival.id().kind())
          // The key of a reaction ends with a number of its gateway session: 99 comes before 100.
          .thenComparingInt(arrival -> arrival.id().key().length())
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

  /**
   * The last message whose arrivals are all here; arrivals about later messages may be in the inbox
   * only.
   */
  private long end = ALL;

  /** The first message with an arrival that was left in the inbox since the last request to it. */
  private long left = ALL;

  /** The id of the newest message that was taken. */
  private long newest;

  /**
   * Adds an arrival. Gives whether it waits now, here or in the inbox; false if it was taken
   * lately.
   */
  boolean add(Arrival arrival) {
    if (taken.contains(arrival.id())) {
      return false;
    }
    if (message(arrival) > end) {
      left = Math.min(left, message(arrival));
    } else if (rank(arrival) == 0 && message(arrival) <= newest) {
      // A late report: the message may have been taken long ago, which only the inbox knows.
      leave(arrival);
    } else {
      waiting.add(arrival);
      leaveTheRest();
    }
    return true;
  }

  private void leaveTheRest() {
    while (waiting.size() > MOST) {
      leave(waiting.pollLast());
    }
  }

  /**
   * Leaves an arrival in the inbox, and all later ones, which otherwise would be taken before it.
   */
  private void leave(Arrival last) {
    left = Math.min(left, message(last));
    end = Math.min(end, message(last) - 1);
  }

  /**
   * Marks the start of a request to the inbox. Its answer may lack arrivals that are added from now
   * on.
   */
  void asks() {
    left = ALL;
  }

  /**
   * Adds the answer of the inbox: its first arrivals at the time of the request.
   *
   * @return the arrivals in the answer that were taken before
   */
  List<Arrival> load(Inbox.Waiting found) {
    long known = left == ALL ? ALL : left - 1;
    end = found.more() ? Math.min(known, message(found.arrivals().getLast()) - 1) : known;
    waiting.removeIf(arrival -> message(arrival) > end);
    List<Arrival> before = new ArrayList<>();
    for (Arrival arrival : found.arrivals()) {
      if (taken.contains(arrival.id())) {
        before.add(arrival);
      } else if (message(arrival) <= known) {
        waiting.add(arrival);
      }
    }
    leaveTheRest();
    return before;
  }

  /** Whether the queue is empty and the inbox may have more. */
  boolean isDrained() {
    return waiting.isEmpty() && end != ALL;
  }

  /** The number of arrivals in the queue. */
  int size() {
    return waiting.size();
  }

  Optional<Arrival> first() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
  }

  /**
   * The messages at the head, up to the first arrival of another type; no more than the given
   * number, and fewer if they are long.
   */
  List<Arrival.Wrote> messages(int most) {
    List<Arrival.Wrote> head = new ArrayList<>();
    int characters = 0;
    for (Arrival arrival : waiting) {
      if (head.size() == most
          || !(arrival instanceof Arrival.Wrote wrote)
          || characters >= CHARACTERS_TOGETHER) {
        break;
      }
      head.add(wrote);
      characters += wrote.content().characters();
    }
    return head;
  }

  /** All messages in the queue except this one. */
  List<Arrival.Wrote> messagesBeside(Arrival.Wrote one) {
    List<Arrival.Wrote> others = new ArrayList<>();
    for (Arrival arrival : waiting) {
      if (arrival instanceof Arrival.Wrote wrote && !wrote.id().equals(one.id())) {
        others.add(wrote);
      }
    }
    return others;
  }

  /**
   * The edits of one message at the head. Only the last one matters, because it has the present
   * text.
   */
  List<Arrival.Edited> edits() {
    List<Arrival.Edited> head = new ArrayList<>();
    for (Arrival arrival : waiting) {
      if (!(arrival instanceof Arrival.Edited edited)
          || (!head.isEmpty() && head.getFirst().message() != edited.message())) {
        break;
      }
      head.add(edited);
    }
    head.sort(Comparator.comparing(Arrival.Edited::at));
    return head;
  }

  void taken(Arrival arrival) {
    waiting.remove(arrival);
    taken.add(arrival.id());
    if (rank(arrival) == 0) {
      newest = Math.max(newest, message(arrival));
    }
  }

  private static long message(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Wrote wrote -> wrote.message();
      case Arrival.Edited edited -> edited.message();
      case Arrival.Deleted deleted -> deleted.message();
      case Arrival.Reacted reacted -> reacted.message();
      case Arrival.Noticed noticed -> noticed.message();
    };
  }

  private static int rank(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Wrote _, Arrival.Noticed _ -> 0;
      case Arrival.Edited _ -> 1;
      case Arrival.Reacted _ -> 2;
      case Arrival.Deleted _ -> 3;
    };
  }
}
