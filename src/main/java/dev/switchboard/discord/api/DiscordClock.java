package dev.switchboard.discord.api;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Discord's time, which its ids contain and which measures the age of messages and commands. It is
 * learned from the header {@code Date} of Discord's answers. Our own clock is used before the first
 * answer, and while both agree within the precision of that header.
 *
 * <p>If our own clock jumps forward, this clock follows until the next answer: the time may really
 * have passed, as on a machine that slept. Thread-safe.
 */
public final class DiscordClock extends Clock {
  /** The header has whole seconds and takes some time to arrive. */
  private static final Duration AGREEMENT = Duration.ofSeconds(2);

  private static final Duration HALF_OF_A_SECOND = Duration.ofMillis(500);

  private final Clock ours;
  private final LongSupplier nanos;
  private volatile Optional<Anchor> anchor = Optional.empty();
  private volatile Optional<Header> latest = Optional.empty();

  /** The same moment by three clocks. */
  private record Anchor(Instant discords, Instant ours, long nanos) {}

  /** The last header with its parsed time, since many answers arrive within a second. */
  private record Header(String date, Instant meaning) {}

  /** Uses the clocks of this machine. */
  public DiscordClock() {
    this(Clock.systemUTC(), System::nanoTime);
  }

  DiscordClock(Clock ours, LongSupplier nanos) {
    this.ours = ours;
    this.nanos = nanos;
  }

  /** Learns from the header of an answer that has just arrived; an unreadable one is ignored. */
  void heard(String date) {
    Instant here = ours.instant();
    try {
      Instant there = meaning(date);
      boolean agreed = Duration.between(here, there).abs().compareTo(AGREEMENT) <= 0;
      anchor = Optional.of(new Anchor(agreed ? here : there, here, nanos.getAsLong()));
    } catch (DateTimeException e) {
      // A wrong header of an intermediary must not stop the call.
    }
  }

  private Instant meaning(String date) {
    Optional<Header> known = latest.filter(header -> header.date().equals(date));
    if (known.isPresent()) {
      return known.get().meaning();
    }
    Instant read =
        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant()
            .plus(HALF_OF_A_SECOND);
    latest = Optional.of(new Header(date, read));
    return read;
  }

  @Override
  public Instant instant() {
    Instant here = ours.instant();
    return anchor
        .map(known -> {
          Duration counted = Duration.ofNanos(nanos.getAsLong() - known.nanos());
          Duration shown = Duration.between(known.ours(), here);
          return known.discords().plus(counted.compareTo(shown) > 0 ? counted : shown);
        })
        .orElse(here);
  }

  @Override
  public ZoneId getZone() {
    return ours.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("it is asked for instants only");
  }
}
