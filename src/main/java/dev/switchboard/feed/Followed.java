package dev.switchboard.feed;

import java.util.List;

/** What {@link LiveFeed} tells a listener that asks for what follows a position. */
public sealed interface Followed {
  /**
   * The next events, in their order and without a gap; none where nothing happened for a while, or
   * nothing that this version knows.
   *
   * @param reached the position behind which the listener goes on
   */
  record Events(List<FeedEntry> entries, long reached) implements Followed {
    public Events {
      entries = List.copyOf(entries);
    }
  }

  /**
   * What followed the position is not kept any more, or the position was never given.
   *
   * @param newest the position behind which a listener can go on
   */
  record Missed(long newest) implements Followed {}
}
