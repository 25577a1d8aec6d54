package dev.switchboard.feed;

import java.util.List;

/** What {@link LiveFeed} tells a listener that asks for what follows a position. */
public sealed interface Followed {
  /** The next events, in their order and without a gap; none where nothing happened for a while. */
  record Events(List<FeedEntry> entries) implements Followed {
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
