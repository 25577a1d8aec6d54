package dev.switchboard.discord;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. While Discord fails for everybody it never is: whoever asks has to see first that
 * Discord answers for this channel. Not thread-safe.
 */
final class Stubborn {
  /** So often in a row, and so long, while others are posted. */
  private static final int BESIDE_OTHERS = 4;

  private static final long SOME_TIME = Duration.ofSeconds(10).toNanos();

  /** So often in a row, and so long, where nothing else is to be posted. */
  private static final int ALONE = 7;

  private static final long LONG = Duration.ofSeconds(30).toNanos();

  /** So often in a row where it was refused before. */
  private static final int SUSPECTED = 2;

  private final LongSupplier posted;
  private int failures;
  private long first;
  private boolean begun;
  private long since;
  private long postedBefore;

  /**
   * @param posted how many messages Discord has taken so far, of all channels
   */
  Stubborn(LongSupplier posted) {
    this.posted = posted;
  }

  void failed(long now) {
    if (!begun) {
      begun = true;
      since = now;
      postedBefore = posted.getAsLong();
    }
    if (failures == 0) {
      first = now;
    }
    failures++;
  }

  /** Something else is tried. */
  void other() {
    failures = 0;
  }

  /** It is tried as at first again. */
  void again() {
    failures = 0;
    begun = besideOthers();
  }

  private boolean besideOthers() {
    return begun && posted.getAsLong() > postedBefore;
  }

  boolean isEnough(boolean suspected, long now) {
    return (suspected && failures >= SUSPECTED)
        || (besideOthers() && failures >= BESIDE_OTHERS && now - first >= SOME_TIME)
        || (failures >= ALONE && now - first >= LONG);
  }

  /** Whether it is to be given up: Discord took messages of others, all the long time. */
  boolean isHopeless(long now) {
    return besideOthers() && now - since >= LONG;
  }
}
