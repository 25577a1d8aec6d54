package dev.switchboard.webhook;

import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What follows from an attempt. */
sealed interface Verdict {
  /** It is delivered. */
  record Delivered() implements Verdict {}

  /** The endpoint is gone for good: it is switched off. */
  record Gone() implements Verdict {}

  /** It was the last attempt: the delivery is given up, and the endpoint switched off. */
  record GivenUp() implements Verdict {}

  /**
   * It is tried again.
   *
   * @param pause the time until then
   * @param setAside whether those behind it go on meanwhile
   * @param rest the time for which the endpoint is left alone altogether
   */
  record Again(Duration pause, boolean setAside, Optional<Duration> rest) implements Verdict {}

  /** The longest rest for an endpoint that does not say how long it wants one. */
  Duration USUAL_REST = Duration.ofMinutes(5);

  int GONE = 410;

  /**
   * Judges an attempt. A redirect is a failure, as every status is but 2xx.
   *
   * @param failures how many attempts at this delivery failed before
   */
  static Verdict of(Outcome outcome, int failures, RandomGenerator random) {
    return switch (outcome) {
      case Outcome.Answered(int status, _, _) when status / 100 == 2 -> new Delivered();
      case Outcome.Answered(int status, _, _) when status == GONE -> new Gone();
      case Outcome.Answered(int status, Optional<Duration> asked, _) ->
          failed(failures + 1, isBusy(status), asked, random);
      case Outcome.Failed _ -> failed(failures + 1, false, Optional.empty(), random);
    };
  }

  private static boolean isBusy(int status) {
    return status == 429 || status == 502 || status == 504;
  }

  private static Verdict failed(
      int failures, boolean busy, Optional<Duration> asked, RandomGenerator random) {
    Optional<Duration> pause = RetrySchedule.pause(failures, asked, random);
    if (pause.isEmpty()) {
      return new GivenUp();
    }
    Optional<Duration> rest =
        busy ? asked.map(_ -> pause.get()).or(() -> pause.map(Verdict::usual)) : Optional.empty();
    return new Again(pause.get(), failures >= RetrySchedule.SET_ASIDE, rest);
  }

  private static Duration usual(Duration pause) {
    return pause.compareTo(USUAL_REST) > 0 ? USUAL_REST : pause;
  }
}
