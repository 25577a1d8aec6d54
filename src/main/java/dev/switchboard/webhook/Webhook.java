package dev.switchboard.webhook;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint, without its secrets.
 *
 * @param events the types of events that it gets; empty for all
 * @param off why nothing is sent to it; empty where it is on
 * @param by the {@link dev.switchboard.access.Principal#name} of its maker
 * @param waiting the number of deliveries that are to be sent
 * @param pausedUntil until when its own answer asks to be left alone
 * @param oldSecretUntil until when a former secret signs as well
 */
public record Webhook(
    long id,
    String url,
    String description,
    Set<String> events,
    Optional<Off> off,
    Instant created,
    String by,
    long waiting,
    Optional<Instant> pausedUntil,
    Optional<Instant> oldSecretUntil) {
  public Webhook {
    events = Set.copyOf(events);
  }

  /** A reason for which an endpoint is off. */
  public enum Off {
    /** Staff switched it off. */
    STAFF("staff"),
    /** It answered 410. */
    GONE("gone"),
    /** A delivery failed at its last attempt. */
    FAILING("failing");

    private final String word;

    Off(String word) {
      this.word = word;
    }

    /** The word for it in rows and answers. */
    public String word() {
      return word;
    }

    static Off of(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst().orElseThrow();
    }
  }
}
