package dev.switchboard.webhook;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An event on its way to one endpoint.
 *
 * @param sequence its number among those of the endpoint, from 1 and without a gap
 * @param messageId {@code webhook-id}, the same for all attempts
 * @param body as it is sent
 * @param setAside whether those behind it do not wait for it any more
 * @param due the time of the next attempt, where it waits
 * @param attempts the newest ten, the oldest of them first
 */
public record WebhookDelivery(
    long id,
    long sequence,
    String messageId,
    String type,
    String body,
    State state,
    boolean setAside,
    Instant created,
    Instant due,
    List<Attempt> attempts) {
  public WebhookDelivery {
    attempts = List.copyOf(attempts);
  }

  /** The state of a delivery. */
  public enum State {
    /** It is to be sent. */
    WAITING("waiting"),
    /** The endpoint answered 2xx. */
    DELIVERED("delivered"),
    /** It was given up. */
    FAILED("failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** The word for it in rows and answers. */
    public String word() {
      return word;
    }

    static State of(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst().orElseThrow();
    }
  }

  /**
   * One attempt.
   *
   * @param millis how long it took
   * @param status the status of the answer; empty where none came
   * @param answer the first 4 kB of the answer
   * @param error why no answer came
   */
  public record Attempt(
      int number,
      Instant at,
      int millis,
      OptionalInt status,
      Optional<String> answer,
      Optional<String> error) {}
}
