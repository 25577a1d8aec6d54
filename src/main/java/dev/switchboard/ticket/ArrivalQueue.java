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
 * again. However many wait, some hundred are here at most, the first ones; the others stay in the
 * inbox until these are taken. Not thread-safe.
 */
final class ArrivalQueue {
  private static final int REMEMBERED = 1_000;

  /** How many are here. */
  static final int MOST = 500;

  /**
   * On its way to another node a question has to fit into a frame (pekko.conf), whatever the texts
   * are made of: a character takes up to six bytes there.
   */
  private static final int CHARACTERS_TOGETHER = 50_000;

  private static final Comparator<Arrival> ORDER =
      Comparator.comparingLong(ArrivalQueue::message)
          .thenComparingInt(ArrivalQueue::rank)
          .thenComparing(arrival -> arrival.id().kind())
          // Reactions are counted by their gateway session: its event 99 comes before its event
          // 100.
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

  /** What concerns a message behind this one is in the inbox, and not here. */
  private long end = Long.MAX_VALUE;

  /** Whether it waits now, here or in the inbox; false for what was taken lately. */
  boolean add(Arrival arrival) {
    if (taken.contains(arrival.id())) {
      return false;
    }
    if (message(arrival) <= end) {
      waiting.add(arrival);
      leaveBehind();
    }
    return true;
  }

  /** Those behind would be taken before others of theirs that are not here any more. */
  private void leaveBehind() {
    if (waiting.size() > MOST) {
      end = message(waiting.pollLast()) - 1;
    }
  }

  /**
   * Takes what the inbox has.
   *
   * @return those of them that were taken before
   */
  List<Arrival> load(Inbox.Waiting found) {
    end = found.more() ? message(found.arrivals().getLast()) : Long.MAX_VALUE;
    waiting.removeIf(arrival -> message(arrival) > end);
    return found.arrivals().stream().filter(arrival -> !add(arrival)).toList();
  }

  /** Whether all that was here is taken, and the inbox may have more. */
  boolean isDrained() {
    return waiting.isEmpty() && end != Long.MAX_VALUE;
  }

  Optional<Arrival> first() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first());
  }

  /**
   * The messages at the head, up to the first arrival that is none; at most so many, and not many
   * long ones.
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
      characters += characters(wrote.content());
    }
    return head;
  }

  /**
   * The edits of one message at the head: the last of them says what the message says now, so that
   * nobody has to be told of those before it.
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

  private static int characters(Content content) {
    return content.text().length()
        + content.extras().stream().mapToInt(String::length).sum()
        + content.attachments().stream()
            .mapToInt(file -> file.name().length() + file.url().length())
            .sum();
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
