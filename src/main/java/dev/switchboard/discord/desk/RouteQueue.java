package dev.switchboard.discord.desk;

import dev.switchboard.discord.inbox.StaffInbox;
import dev.switchboard.discord.inbox.StoredEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The stored events of a route, in the order in which they are taken. Recently acknowledged events
 * are not taken again. Holds at most {@link StaffInbox#MOST} events, the first ones; later ones
 * stay in the inbox until these are taken. Not thread-safe.
 */
public final class RouteQueue {
  private static final int REMEMBERED = StaffInbox.MOST;

  private record Item(StoredEvent event, int rank, long arrival) {
    static final Comparator<Item> ORDER =
        Comparator.comparingLong((Item item) -> item.event().ordering())
            .thenComparingInt(Item::rank)
            .thenComparingLong(Item::arrival);
  }

  private record Key(String kind, String key) {
    static Key of(StoredEvent event) {
      return new Key(event.kind(), event.key());
    }
  }

  private final TreeSet<Item> waiting = new TreeSet<>(Item.ORDER);
  private final Set<Key> known = new HashSet<>();
  private final Map<Key, Boolean> acknowledged = new LinkedHashMap<>();

  /** Events from this order on may be in the inbox and not here. */
  private Optional<Long> end = Optional.empty();

  /** The smallest order of an event left in the inbox since the last reading began. */
  private Optional<Long> left = Optional.empty();

  private long arrivals;

  public void add(StoredEvent event) {
    if (acknowledged.containsKey(Key.of(event)) || known.contains(Key.of(event))) {
      return;
    }
    if (isBefore(event, end)) {
      enqueue(event);
      if (waiting.size() > StaffInbox.MOST) {
        StoredEvent last = waiting.pollLast().event();
        known.remove(Key.of(last));
        leave(last);
        end = Optional.of(last.ordering());
      }
    } else {
      leave(event);
    }
  }

  private static boolean isBefore(StoredEvent event, Optional<Long> limit) {
    return limit.filter(order -> event.ordering() >= order).isEmpty();
  }

  private void leave(StoredEvent event) {
    if (isBefore(event, left)) {
      left = Optional.of(event.ordering());
    }
  }

  private void enqueue(StoredEvent event) {
    if (known.add(Key.of(event))) {
      waiting.add(new Item(event, rank(event), arrivals++));
    }
  }

  private static int rank(StoredEvent event) {
    return switch (event.kind()) {
      case StoredEvent.EDIT -> 1;
      case StoredEvent.DELETE -> 3;
      case StoredEvent.REACTION -> 2;
      default -> 0;
    };
  }

  /** Notes that a reading of the inbox begins. It may miss events that are added from now on. */
  public void asks() {
    left = Optional.empty();
  }

  /** Loads the result of the reading: the first rows of the inbox at that time. */
  public void load(List<StoredEvent> found) {
    List<StoredEvent> here = new ArrayList<>(waiting.stream().map(Item::event).toList());
    here.forEach(event -> known.remove(Key.of(event)));
    waiting.clear();
    end = left;
    for (StoredEvent event : found) {
      if (isBefore(event, left) && !acknowledged.containsKey(Key.of(event))) {
        enqueue(event);
      }
    }
    if (found.size() >= StaffInbox.MOST && isBefore(found.getLast(), left)) {
      end = Optional.of(found.getLast().ordering());
    }
    here.removeIf(event -> !isBefore(event, end));
    here.forEach(this::enqueue);
  }

  /** Whether all events here are taken and the inbox may have more. */
  public boolean isDrained() {
    return waiting.isEmpty() && end.isPresent();
  }

  /** Removes and returns the next event. */
  public Optional<StoredEvent> poll() {
    return Optional.ofNullable(waiting.pollFirst()).map(Item::event);
  }

  /** Notes an acknowledged event for a while, since it may be delivered again after that. */
  public void acknowledged(StoredEvent event) {
    known.remove(Key.of(event));
    acknowledged.put(Key.of(event), true);
    if (acknowledged.size() > REMEMBERED) {
      acknowledged.remove(acknowledged.keySet().iterator().next());
    }
  }
}
