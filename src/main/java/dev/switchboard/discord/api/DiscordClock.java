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
 * Discord's time, which its ids carry and by which the age of a message or command is to be
 * measured, whatever our own clock says. It is learnt from the header {@code Date} of Discord's
 * answers; our own clock stands in until the first of them, and where the two agree within what
 * that header can tell.
 *
 * <p>A jump of our own clock counts until the next answer, where it is a jump forward: the time may
 * also have passed, as it does for a machine that slept. Thread-safe.
 */
public final class DiscordClock extends Clock {
  /** The header has whole seconds, and takes a while to come here. */
  private static final Duration AGREEMENT = Duration.ofSeconds(2);

  private static final Duration HALF_OF_A_SECOND = Duration.ofMillis(500);

  private final Clock ours;
  private final LongSupplier nanos;
  private volatile Optional<Anchor> anchor = Optional.empty();
  private volatile Optional<Header> latest = Optional.empty();

  /** One moment by three clocks. */
  private record Anchor(Instant discords, Instant ours, long nanos) {}

  /** Many answers come within a second: what it means is worked out once. */
  private record Header(String date, Instant meaning) {}

  /** By the machine's clocks. */
  public DiscordClock() {
    this(Clock.systemUTC(), System::nanoTime);
  }

  DiscordClock(Clock ours, LongSupplier nanos) {
    this.ours = ours;
    this.nanos = nanos;
  }

  /** Takes in the header of an answer that just came; one that cannot be read says nothing. */
  void heard(String date) {
    Instant here = ours.instant();
    try {
      Instant there = meaning(date);
      boolean agreed = Duration.between(here, there).abs().compareTo(AGREEMENT) <= 0;
      anchor = Optional.of(new Anchor(agreed ? here : there, here, nanos.getAsLong()));
    } catch (DateTimeException e) {
      // What an intermediary put there is no reason to stop.
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
