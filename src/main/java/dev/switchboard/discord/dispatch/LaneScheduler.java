package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.model.Job.Lane;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The channel queues that are ready for a call, by lane; the queues of a lane take turns. While all
 * lanes have jobs, five of ten calls go to staff, four to relay and one to bulk, so that none
 * starves. Every operation takes constant time, amortised.
 */
final class LaneScheduler {
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

  /** A place in a lane; void once the channel queue has begun another wait. */
  private record Slot(ChannelQueue line, int turn) {}

  private final Map<Lane, Deque<Slot>> places = new EnumMap<>(Lane.class);
  private int step;

  LaneScheduler() {
    for (var lane : BY_URGENCY) {
      places.put(lane, new ArrayDeque<>());
    }
  }

  /**
   * Puts the channel queue at the end of its lane, unless it is there already, its call is under
   * way, or it has no jobs.
   */
  void add(ChannelQueue channelQueue) {
    var lane = channelQueue.lane();
    if (channelQueue.calling || channelQueue.isEmpty() || channelQueue.isQueuedIn(lane)) {
      return;
    }
    int turn = channelQueue.nextTurn();
    channelQueue.queue(lane);
    of(lane).addLast(new Slot(channelQueue, turn));
  }

  /** Removes and returns the next channel queue; null if none is ready. */
  @Nullable ChannelQueue poll() {
    var channelQueue = poll(PATTERN.get(step));
    step = (step + 1) % PATTERN.size();
    for (int i = 0; channelQueue == null && i < BY_URGENCY.length; i++) {
      channelQueue = poll(BY_URGENCY[i]);
    }
    return channelQueue;
  }

  private @Nullable ChannelQueue poll(Lane lane) {
    var queue = of(lane);
    for (var slot = queue.pollFirst(); slot != null; slot = queue.pollFirst()) {
      if (slot.line().turn() == slot.turn()) {
        slot.line().nextTurn();
        return slot.line();
      }
    }
    return null;
  }

  private Deque<Slot> of(Lane lane) {
    return places.getOrDefault(lane, new ArrayDeque<>());
  }
}
