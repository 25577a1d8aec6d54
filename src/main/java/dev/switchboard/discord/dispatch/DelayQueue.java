package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.RateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The lines that wait for a time to come, soonest first. A line that got another turn meanwhile
 * does not wait any more. Not thread-safe.
 */
final class DelayQueue {
  private record Wake(long at, ChannelQueue line, int turn) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake other) {
      return Long.compare(at - other.at, 0);
    }
  }

  private final PriorityQueue<Wake> sleeping = new PriorityQueue<>();

  /** The line waits from now on for this time, and for nothing else. */
  void add(ChannelQueue channelQueue, long until) {
    sleeping.add(new Wake(until, channelQueue, channelQueue.nextTurn()));
  }

  /** Takes out those whose time has come. */
  List<ChannelQueue> due(long now) {
    List<ChannelQueue> due = new ArrayList<>();
    for (var wake = sleeping.peek(); wake != null && wake.at() - now <= 0; wake = sleeping.peek()) {
      sleeping.remove();
      if (wake.line().turn() == wake.turn()) {
        due.add(wake.line());
      }
    }
    return due;
  }

  /** How long until the next one may be due; {@link RateLimits#UNTIL_ANSWERED} for none. */
  long untilNext(long now) {
    var first = sleeping.peek();
    return first == null ? RateLimits.UNTIL_ANSWERED : first.at() - now;
  }
}
