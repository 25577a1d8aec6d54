package dev.switchboard.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who is on which ticket, as one node knows it. Bounded by {@link Presence#MOST_OF_A_SESSION} and
 * {@link #MOST}. Used by one thread at a time.
 */
final class PresenceTable {
  /** So many sessions on tickets are known at most; the one told longest ago is dropped. */
  static final int MOST = 10_000;

  private static final Comparator<Viewer> WRITERS_FIRST =
      Comparator.comparing(Viewer::state)
          .reversed()
          .thenComparing(Viewer::name)
          .thenComparingLong(Viewer::user);

  /** By the last heartbeat, the oldest first. */
  private final LinkedHashMap<Seat, Taken> seats = new LinkedHashMap<>();

  private final Map<Long, Set<Seat>> byTicket = new TreeMap<>();
  private final Map<String, LinkedHashSet<Seat>> bySession = new LinkedHashMap<>();

  /** A session on a ticket. */
  record Seat(long ticket, String session) {}

  private record Taken(Viewer viewer, long until) {}

  /**
   * Notes a heartbeat.
   *
   * @param until when it expires, as {@link System#nanoTime}
   * @return the tickets on which something is to be seen otherwise now
   */
  Set<Long> seen(Seat seat, Viewer viewer, long until) {
    Set<Long> changed = new HashSet<>();
    List<Viewer> before = of(seat.ticket());
    drop(seat);
    seats.put(seat, new Taken(viewer, until));
    byTicket.computeIfAbsent(seat.ticket(), _ -> new LinkedHashSet<>()).add(seat);
    LinkedHashSet<Seat> own = bySession.computeIfAbsent(seat.session(), _ -> new LinkedHashSet<>());
    own.add(seat);
    if (own.size() > Presence.MOST_OF_A_SESSION) {
      changed.addAll(left(own.getFirst()));
    }
    if (seats.size() > MOST) {
      changed.addAll(left(seats.firstEntry().getKey()));
    }
    if (!before.equals(of(seat.ticket()))) {
      changed.add(seat.ticket());
    }
    return changed;
  }

  /** Notes that a session has left a ticket; the answer is as that of {@link #seen}. */
  Set<Long> left(Seat seat) {
    List<Viewer> before = of(seat.ticket());
    drop(seat);
    return before.equals(of(seat.ticket())) ? Set.of() : Set.of(seat.ticket());
  }

  /** Drops those whose last heartbeat has expired; the answer is as that of {@link #seen}. */
  Set<Long> expire(long now) {
    Set<Long> changed = new HashSet<>();
    // All expire after the same time, so the oldest heartbeat expires first.
    while (!seats.isEmpty() && now - seats.firstEntry().getValue().until() >= 0) {
      changed.addAll(left(seats.firstEntry().getKey()));
    }
    return changed;
  }

  private void drop(Seat seat) {
    if (seats.remove(seat) != null) {
      remove(byTicket, seat.ticket(), seat);
      remove(bySession, seat.session(), seat);
    }
  }

  private static <K> void remove(Map<K, ? extends Set<Seat>> index, K key, Seat seat) {
    Set<Seat> all = index.get(key);
    if (all != null && all.remove(seat) && all.isEmpty()) {
      index.remove(key);
    }
  }

  List<Viewer> of(long ticket) {
    Map<Long, Viewer> byUser = new LinkedHashMap<>();
    for (Seat seat : byTicket.getOrDefault(ticket, Set.of())) {
      Taken taken = seats.get(seat);
      if (taken != null) {
        byUser.merge(taken.viewer().user(), taken.viewer(), Viewer::with);
      }
    }
    List<Viewer> viewers = new ArrayList<>(byUser.values());
    viewers.sort(WRITERS_FIRST);
    return List.copyOf(viewers);
  }

  Map<Long, List<Viewer>> all() {
    Map<Long, List<Viewer>> all = new TreeMap<>();
    byTicket.keySet().forEach(ticket -> all.put(ticket, of(ticket)));
    return all;
  }
}
