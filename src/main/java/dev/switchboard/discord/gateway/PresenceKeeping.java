package dev.switchboard.discord.gateway;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides when the bot's presence is sent: once on each connection, since Discord forgets it with a
 * session and it may have changed while there was none, and after each change.
 */
final class PresenceKeeping {
  /** Discord takes 5 updates in 20 s. */
  private static final Duration PAUSE = Duration.ofSeconds(4);

  private final Supplier<String> wanted;
  private Optional<String> told = Optional.empty();
  private Optional<Long> sentAt = Optional.empty();

  /**
   * @param wanted the line that is to be shown now; empty for none
   */
  PresenceKeeping(Supplier<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * A connection is established.
   *
   * @param resumed whether its session was there before; a new one shows nothing
   */
  void established(boolean resumed) {
    told = resumed ? Optional.empty() : Optional.of("");
  }

  /**
   * The line to send now; empty for nothing to do.
   *
   * @param now of a monotonic clock, in nanoseconds
   */
  Optional<String> due(long now) {
    String line = wanted.get();
    if (told.filter(line::equals).isPresent()
        || sentAt.filter(before -> now - before < PAUSE.toNanos()).isPresent()) {
      return Optional.empty();
    }
    told = Optional.of(line);
    sentAt = Optional.of(now);
    return told;
  }
}
