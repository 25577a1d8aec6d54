package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.RateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Channel queues that wait for a time, earliest first. A queue that began another wait since then
 * is skipped. Not thread-safe.
 */
final class DelayQueue {
  private record Wake(long at, ChannelQueue line, int turn) implements Comparable<Wake> {
    @Override
    public int compareTo(Wake other) {
      return Long.compare(at - other.at, 0);
    }
  }

  private final PriorityQueue<Wake> sleeping = new PriorityQueue<>();

  /** Lets the channel queue wait until this time; its earlier wait becomes void. */
  void add(ChannelQueue channelQueue, long until) {
    sleeping.add(new Wake(until, channelQueue, channelQueue.nextTurn()));
  }

  /** Removes and returns the channel queues whose time has come. */
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

  /** Nanoseconds until the next queue may be due; {@link RateLimits#UNTIL_ANSWERED} without any. */
  long untilNext(long now) {
    var first = sleeping.peek();
    return first == null ? RateLimits.UNTIL_ANSWERED : first.at() - now;
  }
}
