package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Job.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that are ready for a call, by lane; within a lane one call for each line in turn. Of
 * ten calls five go to staff, four to relays, one to bulk while all have something to do, so that
 * none starves. Every operation takes constant time, amortised.
 */
final class Lanes {
  private static final List<Lane> PATTERN =
      List.of(
          Lane.STAFF,
          Lane.RELAY,
          Lane.STAFF,
          Lane.RELAY,
          Lane.STAFF,
          Lane.RELAY,
          Lane.STAFF,
          Lane.RELAY,
          Lane.STAFF,
          Lane.BULK);

  private static final Lane[] BY_URGENCY = Lane.values();

  /** A place in a lane; void once the line has got another turn. */
  private record Place(Line line, int turn) {}

  private final Map<Lane, Deque<Place>> places = new EnumMap<>(Lane.class);
  private int step;

  Lanes() {
    for (var lane : BY_URGENCY) {
      places.put(lane, new ArrayDeque<>());
    }
  }

  /**
   * The line may go on; it goes to the end of its lane, unless it stands there already, its call is
   * under way, or it has nothing to do.
   */
  void add(Line line) {
    var lane = line.lane();
    if (line.calling || line.isEmpty() || line.isQueuedIn(lane)) {
      return;
    }
    int turn = line.nextTurn();
    line.queue(lane);
    of(lane).addLast(new Place(line, turn));
  }

  /** Takes out the line whose turn it is; null if none is ready. */
  @Nullable Line poll() {
    var line = poll(PATTERN.get(step));
    step = (step + 1) % PATTERN.size();
    for (int i = 0; line == null && i < BY_URGENCY.length; i++) {
      line = poll(BY_URGENCY[i]);
    }
    return line;
  }

  private @Nullable Line poll(Lane lane) {
    var queue = of(lane);
    for (var place = queue.pollFirst(); place != null; place = queue.pollFirst()) {
      if (place.line().turn() == place.turn()) {
        place.line().nextTurn();
        return place.line();
      }
    }
    return null;
  }

  private Deque<Place> of(Lane lane) {
    return places.getOrDefault(lane, new ArrayDeque<>());
  }
}
