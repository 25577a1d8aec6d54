package dev.switchboard.discord.dispatch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a {@link Dispatcher} shows of itself to those who cannot ask it.
 *
 * @param status how it stands
 * @param memory the number of its memory; each begins empty
 */
public record DispatcherShown(AtomicReference<DispatcherStatus> status, AtomicLong memory) {
  /** Before there is one. */
  public static DispatcherShown idle() {
    return new DispatcherShown(new AtomicReference<>(DispatcherStatus.IDLE), new AtomicLong());
  }
}
