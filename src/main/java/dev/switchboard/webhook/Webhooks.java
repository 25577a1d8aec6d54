package dev.switchboard.webhook;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The port to the endpoints and their deliveries. A stage fails where the database is out of reach.
 * Secrets are given by {@link #create} and {@link #rotate} alone.
 */
public interface Webhooks {
  /** There are so many endpoints at most. */
  int MOST = 20;

  /** So many deliveries are sent again by one call at most. */
  int REPLAYED = 1_000;

  /**
   * What is known of a new endpoint.
   *
   * @param events the types that it gets; empty for all
   */
  record Draft(String url, String description, Set<String> events) {
    public Draft {
      events = Set.copyOf(events);
    }
  }

  /** What came of a wish for an endpoint. */
  sealed interface Creating {
    /** It is there; it gets what happens from now on. */
    record Created(Webhook webhook, WebhookSecret secret) implements Creating {}

    /** The URL cannot be used. */
    record UrlRefused(String why) implements Creating {}

    /** There are {@link #MOST} already. */
    record TooMany() implements Creating {}
  }

  /** What is to change; what is empty stays. */
  record Change(
      Optional<String> url,
      Optional<String> description,
      Optional<Set<String>> events,
      Optional<Boolean> enabled) {}

  /** What came of a change. */
  sealed interface Changing {
    /** It is as it is shown here. */
    record Changed(Webhook webhook) implements Changing {}

    /** The URL cannot be used; nothing is changed. */
    record UrlRefused(String why) implements Changing {}

    /** There is no such endpoint. */
    record Unknown() implements Changing {}
  }

  /** Deliveries of an endpoint, the newest first. */
  record Wanted(Optional<WebhookDelivery.State> state, OptionalLong before, int most) {}

  /** What came of sending a range again. */
  record Replayed(int count, boolean more) {}

  /** All of them, the oldest first. */
  CompletionStage<List<Webhook>> all();

  /** One of them. */
  CompletionStage<Optional<Webhook>> of(long id);

  /** Deliveries of one; empty if it is not there. */
  CompletionStage<Optional<List<WebhookDelivery>>> page(long id, Wanted wanted);

  /**
   * Adds an endpoint. It is told of tickets, so the stage fails with {@link
   * dev.switchboard.access.NotPermitted} where the caller may not see them.
   */
  CompletionStage<Creating> create(Draft draft, Principal by);

  /**
   * Changes an endpoint, with the same right as for {@link #create}. One that is switched on goes
   * on where it was: what waits is sent at once, and what happened meanwhile follows, as far as the
   * feed still has it.
   */
  CompletionStage<Changing> change(long id, Change change, Principal by);

  /** Deletes an endpoint and its deliveries. False if it is not there. */
  CompletionStage<Boolean> delete(long id, Principal by);

  /** So many former secrets of an endpoint sign beside the present one at most. */
  int FORMER_SECRETS = 3;

  /** What came of a rotation. */
  sealed interface Rotating {
    /** This one signs from now on. */
    record Rotated(WebhookSecret secret) implements Rotating {}

    /**
     * {@link #FORMER_SECRETS} former ones sign: a receiver may have any of them, so none is
     * dropped.
     *
     * @param until when the first of them ends
     */
    record TooMany(Instant until) implements Rotating {}

    /** There is no such endpoint. */
    record Unknown() implements Rotating {}
  }

  /** A new secret; each former one signs as well for 24 h behind its own rotation. */
  CompletionStage<Rotating> rotate(long id, Principal by);

  /** Adds a test event behind all that waits. Empty if the endpoint is not there. */
  CompletionStage<Optional<WebhookDelivery>> test(long id, Principal by);

  /**
   * Sends a delivery again, with its old id and a new schedule. Empty if it is not there.
   *
   * @param delivery the id of one of the endpoint's
   */
  CompletionStage<Optional<WebhookDelivery>> retry(long id, long delivery, Principal by);

  /**
   * Sends the deliveries of a time again, with their old ids, the oldest first. Those that wait
   * anyway are left alone. Empty if the endpoint is not there.
   */
  CompletionStage<Optional<Replayed>> replay(long id, Instant from, Instant before, Principal by);
}
