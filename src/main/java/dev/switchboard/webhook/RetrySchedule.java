package dev.switchboard.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The pauses between the attempts at a delivery, by Standard Webhooks 1.0.0. */
final class RetrySchedule {
  /** From this failure on, a delivery does not hold up those behind it any more. */
  static final int SET_ASIDE = 3;

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  /** The longest pause that an answer can ask for. */
  private static final Duration LONGEST = Duration.ofHours(24);

  /** The part by which a pause is longer at most. */
  private static final double JITTER = 0.1;

  private RetrySchedule() {}

  /**
   * The pause after a failure, up to a tenth longer at random; empty after the last one.
   *
   * @param failures how many attempts have failed, 1 or more
   * @param asked the pause that the answer asks for; at most 24 h count
   */
  static Optional<Duration> pause(int failures, Optional<Duration> asked, RandomGenerator random) {
    if (failures > PAUSES.size()) {
      return Optional.empty();
    }
    Duration planned = PAUSES.get(failures - 1);
    long millis = planned.toMillis() + (long) (planned.toMillis() * JITTER * random.nextDouble());
    return Optional.of(longer(Duration.ofMillis(millis), asked.orElse(Duration.ZERO)));
  }

  private static Duration longer(Duration planned, Duration asked) {
    Duration bounded = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    return planned.compareTo(bounded) > 0 ? planned : bounded;
  }
}
