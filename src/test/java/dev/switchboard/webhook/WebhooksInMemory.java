package dev.switchboard.webhook;

import dev.switchboard.access.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@link Webhooks} in memory, with an endpoint 1 that has a delivery 1, for tests. */
public final class WebhooksInMemory implements Webhooks {
  private static final WebhookSettings SETTINGS = new WebhookSettings(false, false);

  private final Map<Long, Webhook> all = new TreeMap<>();
  private final List<WebhookDelivery> deliveries = new ArrayList<>();
  private final Consumer<String> changes;
  private final Clock clock;

  /**
   * @param changes hears of each change
   */
  public WebhooksInMemory(Consumer<String> changes, Clock clock) {
    this.changes = changes;
    this.clock = clock;
    all.put(
        1L,
        webhook(
            1, "https://hooks.example.com/in", "", Set.of("ticket.opened"), Optional.empty(), ""));
    deliveries.add(
        new WebhookDelivery(
            1,
            1,
            "msg_1",
            "ticket.opened",
            "{}",
            WebhookDelivery.State.WAITING,
            false,
            clock.instant(),
            clock.instant(),
            List.of(
                new WebhookDelivery.Attempt(
                    1,
                    clock.instant(),
                    12,
                    OptionalInt.of(500),
                    Optional.of("no"),
                    Optional.empty()),
                new WebhookDelivery.Attempt(
                    2,
                    clock.instant(),
                    12,
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.of("the host has no address")))));
  }

  private Webhook webhook(
      long id,
      String url,
      String description,
      Set<String> events,
      Optional<Webhook.Off> off,
      String by) {
    return new Webhook(
        id,
        url,
        description,
        events,
        off,
        clock.instant(),
        by,
        1,
        Optional.empty(),
        Optional.empty());
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }

  @Override
  public CompletionStage<List<Webhook>> all() {
    return done(List.copyOf(all.values()));
  }

  @Override
  public CompletionStage<Optional<Webhook>> of(long id) {
    return done(Optional.ofNullable(all.get(id)));
  }

  @Override
  public CompletionStage<Optional<List<WebhookDelivery>>> page(long id, Wanted wanted) {
    return done(Optional.ofNullable(all.get(id)).map(_ -> List.copyOf(deliveries)));
  }

  @Override
  public CompletionStage<Creating> create(Draft draft, Principal by) {
    Optional<String> objection = WebhookUrl.objection(draft.url(), SETTINGS);
    if (objection.isPresent()) {
      return done(new Creating.UrlRefused(objection.get()));
    }
    changes.accept("webhook created");
    long id = all.size() + 1L;
    all.put(
        id,
        webhook(id, draft.url(), draft.description(), draft.events(), Optional.empty(), by.name()));
    return done(new Creating.Created(all.get(id), WebhookSecret.random()));
  }

  @Override
  public CompletionStage<Changing> change(long id, Change change, Principal by) {
    Webhook known = all.get(id);
    if (known == null) {
      return done(new Changing.Unknown());
    }
    Optional<String> objection = change.url().flatMap(url -> WebhookUrl.objection(url, SETTINGS));
    if (objection.isPresent()) {
      return done(new Changing.UrlRefused(objection.get()));
    }
    changes.accept("webhook changed");
    all.put(
        id,
        webhook(
            id,
            change.url().orElse(known.url()),
            change.description().orElse(known.description()),
            change.events().orElse(known.events()),
            change
                .enabled()
                .map(on -> on ? Optional.<Webhook.Off>empty() : Optional.of(Webhook.Off.STAFF))
                .orElse(known.off()),
            known.by()));
    return done(new Changing.Changed(all.get(id)));
  }

  @Override
  public CompletionStage<Boolean> delete(long id, Principal by) {
    boolean there = all.remove(id) != null;
    if (there) {
      changes.accept("webhook deleted");
    }
    return done(there);
  }

  private <T> CompletionStage<Optional<T>> noted(long id, String change, T value) {
    if (!all.containsKey(id)) {
      return done(Optional.empty());
    }
    changes.accept(change);
    return done(Optional.of(value));
  }

  @Override
  public CompletionStage<Rotating> rotate(long id, Principal by) {
    return noted(id, "secret rotated", WebhookSecret.random())
        .thenApply(
            secret -> secret.<Rotating>map(Rotating.Rotated::new).orElseGet(Rotating.Unknown::new));
  }

  @Override
  public CompletionStage<Optional<WebhookDelivery>> test(long id, Principal by) {
    return noted(id, "test event added", deliveries.getFirst());
  }

  @Override
  public CompletionStage<Optional<WebhookDelivery>> retry(long id, long delivery, Principal by) {
    return delivery == 1
        ? noted(id, "delivery retried", deliveries.getFirst())
        : done(Optional.empty());
  }

  @Override
  public CompletionStage<Optional<Replayed>> replay(
      long id, Instant from, Instant before, Principal by) {
    return noted(id, "deliveries replayed", new Replayed(1, false));
  }
}
