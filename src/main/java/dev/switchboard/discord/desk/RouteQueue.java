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
 * The stored events of one route in the order in which they are taken. What was settled lately is
 * not taken again. However many wait, some hundred are here at most, the first ones; the others
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

  /** Of what is ordered at this and behind it, some may be in the inbox and not here. */
  private Optional<Long> end = Optional.empty();

  /** The first order of which something was left in the inbox since the inbox was asked. */
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

  /** The inbox is asked now. It may not know yet what is added from now on. */
  public void asks() {
    left = Optional.empty();
  }

  /** Takes what the inbox had when it was asked: its first rows, which came before all others. */
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

  /** Whether all that was here is taken, and the inbox may have more. */
  public boolean isDrained() {
    return waiting.isEmpty() && end.isPresent();
  }

  /** The next one, which is not here any more. */
  public Optional<StoredEvent> poll() {
    return Optional.ofNullable(waiting.pollFirst()).map(Item::event);
  }

  /** Remembers it for a while, since it may be handed over once more behind its own settling. */
  public void acknowledged(StoredEvent event) {
    known.remove(Key.of(event));
    acknowledged.put(Key.of(event), true);
    if (acknowledged.size() > REMEMBERED) {
      acknowledged.remove(acknowledged.keySet().iterator().next());
    }
  }
}
