package dev.switchboard.feed;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The port to the events that were recorded. Whoever reads behind the last position that it has
 * seen gets each event once, in the order of the commits: an event never appears behind one that
 * was read already. A stage fails where the database is out of reach. Thread-safe.
 */
public interface Feed {
  /** So many events are read at once at most. */
  int PAGE = 500;

  /**
   * What follows a position. An event of a kind or with a right that only a newer version knows is
   * none of the entries: nobody can be shown it here.
   *
   * @param complete whether nothing between the position and the first of these events was deleted;
   *     false also for a position that was never given. Then a reader has missed something, and
   *     goes on behind {@code newest}
   * @param reached the position behind which the next page begins: that of the last event that was
   *     read, whether it is an entry or not; {@code newest} where none was
   * @param newest the position that was given last when this was read; 0 before the first
   */
  record Page(List<FeedEntry> entries, boolean complete, long reached, long newest) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /**
   * The events behind a position.
   *
   * @param position 0 for all that are kept
   * @param most how many at most, from 1 to {@link #PAGE}
   */
  CompletionStage<Page> behind(long position, int most);

  /**
   * Where the feed is.
   *
   * @param epoch of its positions: another one since a backup was restored, after which positions
   *     are given again. Empty before the first restore
   * @param newest the position that was given last; 0 before the first
   */
  record Head(String epoch, long newest) {}

  /** Where the feed is now. */
  CompletionStage<Head> head();
}
