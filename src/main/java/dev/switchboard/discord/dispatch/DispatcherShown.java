package dev.switchboard.discord.dispatch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The state of a {@link Dispatcher} for components that cannot send it a message.
 *
 * @param status the latest status
 * @param memory the number of its present memory; each memory begins empty
 */
public record DispatcherShown(AtomicReference<DispatcherStatus> status, AtomicLong memory) {
  /** The state before a dispatcher has started. */
  public static DispatcherShown idle() {
    return new DispatcherShown(new AtomicReference<>(DispatcherStatus.IDLE), new AtomicLong());
  }
}
