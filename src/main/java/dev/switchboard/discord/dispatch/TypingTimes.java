package dev.switchboard.discord.dispatch;

import java.time.Duration;
import java.util.LinkedHashMap;

/**
 * The time of each channel's last typing indicator. Discord shows it for ten seconds.
 *
 * <p>Used by the {@link Dispatcher} alone; not thread-safe.
 */
public final class TypingTimes {
  private static final long PAUSE = Duration.ofSeconds(8).toNanos();

  /** The oldest first. */
  private final LinkedHashMap<Long, Long> shown = new LinkedHashMap<>();

  /** Whether the channel may show the indicator again. If so, notes it as shown now. */
  public boolean due(long channel, long now) {
    var oldest = shown.values().iterator();
    while (oldest.hasNext() && now - oldest.next() >= PAUSE) {
      oldest.remove();
    }
    return shown.putIfAbsent(channel, now) == null;
  }
}
