package dev.switchboard.webhook;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.storage.Database;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** {@link Webhooks} in tables. */
public final class TableWebhooks implements Webhooks {
  /** The time for which a secret signs beside the next one. */
  private static final Duration OLD_SECRET = Duration.ofHours(24);

  /** The lock under which endpoints are counted and added, one at a time. */
  private static final long ADDING = 0x77656268_6f6f6bL;

  private final Database database;
  private final WebhookSettings settings;
  private final WebhookPayload payload;
  private final Clock clock;

  public TableWebhooks(
      Database database, WebhookSettings settings, Optional<URI> publicUrl, Clock clock) {
    this.database = database;
    this.settings = settings;
    this.payload = new WebhookPayload(publicUrl);
    this.clock = clock;
  }

  @Override
  public CompletionStage<List<Webhook>> all() {
    return database.query(WebhookRows::all);
  }

  @Override
  public CompletionStage<Optional<Webhook>> of(long id) {
    return database.query(handle -> WebhookRows.one(handle, id));
  }

  @Override
  public CompletionStage<Optional<List<WebhookDelivery>>> page(long id, Wanted wanted) {
    return database.query(
        handle -> WebhookRows.one(handle, id).map(_ -> WebhookRows.deliveries(handle, id, wanted)));
  }

  @Override
  public CompletionStage<Creating> create(Draft draft, Principal by) {
    return Guarded.with(by, Right.VIEW_TICKETS, () -> checked(draft, by));
  }

  private CompletionStage<Creating> checked(Draft draft, Principal by) {
    Optional<String> objection = WebhookUrl.objection(draft.url(), settings);
    if (objection.isPresent()) {
      return CompletableFuture.completedStage(new Creating.UrlRefused(objection.get()));
    }
    WebhookSecret secret = WebhookSecret.random();
    return database.transaction(handle -> create(handle, draft, secret, by));
  }

  private Creating create(Handle handle, Draft draft, WebhookSecret secret, Principal by) {
    handle.execute("select pg_advisory_xact_lock(?)", ADDING);
    int count = handle.createQuery("select count(*) from webhook").mapTo(Integer.class).one();
    if (count >= MOST) {
      return new Creating.TooMany();
    }
    long id =
        handle
            .createQuery(
                """
                insert into webhook (url, description, events, secret, created_at, created_by, position)
                values (:url, :description, cast(:events as text[]), :secret, :now, :by,
                        (select coalesce(max(last), 0) from feed_head))
                returning webhook
                """)
            .bind("url", draft.url())
            .bind("description", draft.description())
            .bindArray("events", String.class, draft.events().toArray())
            .bind("secret", secret.bytes())
            .bind("now", clock.instant())
            .bind("by", by.name())
            .mapTo(Long.class)
            .one();
    return new Creating.Created(WebhookRows.one(handle, id).orElseThrow(), secret);
  }

  @Override
  public CompletionStage<Changing> change(long id, Change change, Principal by) {
    return Guarded.with(by, Right.VIEW_TICKETS, () -> changed(id, change));
  }

  private CompletionStage<Changing> changed(long id, Change change) {
    Optional<String> objection = change.url().flatMap(url -> WebhookUrl.objection(url, settings));
    if (objection.isPresent()) {
      return of(id)
          .thenApply(there ->
              there.isPresent()
                  ? new Changing.UrlRefused(objection.get())
                  : new Changing.Unknown());
    }
    return database.transaction(handle -> {
      if (!WebhookRows.lock(handle, id)) {
        return new Changing.Unknown();
      }
      handle
          .createUpdate(
              """
              update webhook set url = coalesce(:url, url), description = coalesce(:description, description)
              where webhook = :id
              """)
          .bind("id", id)
          .bind("url", change.url())
          .bind("description", change.description())
          .execute();
      change.events().ifPresent(events -> choose(handle, id, events));
      change.enabled().ifPresent(on -> turn(handle, id, on));
      return new Changing.Changed(WebhookRows.one(handle, id).orElseThrow());
    });
  }

  private static void choose(Handle handle, long id, Set<String> events) {
    handle
        .createUpdate("update webhook set events = cast(:events as text[]) where webhook = :id")
        .bind("id", id)
        .bindArray("events", String.class, events.toArray())
        .execute();
  }

  /** What waited while it was off begins its schedule anew. */
  private void turn(Handle handle, long id, boolean on) {
    if (!on) {
      handle.execute(
          "update webhook set enabled = false, off_reason = 'staff' where webhook = ? and enabled",
          id);
      return;
    }
    int turned =
        handle.execute(
            "update webhook set enabled = true, off_reason = null, paused_until = null"
                + " where webhook = ? and not enabled",
            id);
    if (turned > 0) {
      handle
          .createUpdate(
              """
              update webhook_delivery set failures = 0, set_aside = false, due_at = :now
              where webhook = :id and state = 'waiting'
              """)
          .bind("id", id)
          .bind("now", clock.instant())
          .execute();
    }
  }

  @Override
  public CompletionStage<Boolean> delete(long id, Principal by) {
    return database.query(
        handle -> handle.execute("delete from webhook where webhook = ?", id) > 0);
  }

  @Override
  public CompletionStage<Rotating> rotate(long id, Principal by) {
    return database.transaction(handle -> {
      if (!WebhookRows.lock(handle, id)) {
        return new Rotating.Unknown();
      }
      Instant now = clock.instant();
      handle.execute(
          "delete from webhook_former_secret where webhook = ? and until <= ?",
          id,
          Timestamp.from(now));
      List<Instant> ends =
          handle
              .createQuery(
                  "select until from webhook_former_secret where webhook = :id order by until")
              .bind("id", id)
              .mapTo(Instant.class)
              .list();
      return ends.size() < FORMER_SECRETS
          ? new Rotating.Rotated(rotated(handle, id, now.plus(OLD_SECRET)))
          : new Rotating.TooMany(ends.getFirst());
    });
  }

  private static WebhookSecret rotated(Handle handle, long id, Instant until) {
    WebhookSecret secret = WebhookSecret.random();
    handle
        .createUpdate(
            """
            insert into webhook_former_secret (webhook, secret, until)
            select webhook, secret, :until from webhook where webhook = :id
            """)
        .bind("id", id)
        .bind("until", until)
        .execute();
    handle
        .createUpdate("update webhook set secret = :secret where webhook = :id")
        .bind("id", id)
        .bind("secret", secret.bytes())
        .execute();
    return secret;
  }

  @Override
  public CompletionStage<Optional<WebhookDelivery>> test(long id, Principal by) {
    Instant now = clock.instant();
    return database.transaction(handle -> {
      if (!WebhookRows.lock(handle, id)) {
        return Optional.empty();
      }
      WebhookRows.Event event = new WebhookRows.Event(WebhookType.TEST, now, "{}");
      WebhookRows.add(handle, id, List.of(event), payload, now);
      return WebhookRows.deliveries(
              handle, id, new Wanted(Optional.empty(), OptionalLong.empty(), 1))
          .stream()
          .findFirst();
    });
  }

  @Override
  public CompletionStage<Optional<WebhookDelivery>> retry(long id, long delivery, Principal by) {
    return database.transaction(handle -> {
      handle
          .createUpdate(
              """
              update webhook_delivery set state = 'waiting', due_at = :now,
                failures = case when state = 'waiting' then failures else 0 end,
                set_aside = set_aside or state <> 'waiting'
              where webhook = :id and delivery = :delivery
              """)
          .bind("id", id)
          .bind("delivery", delivery)
          .bind("now", clock.instant())
          .execute();
      return WebhookRows.delivery(handle, id, delivery);
    });
  }

  @Override
  public CompletionStage<Optional<Replayed>> replay(
      long id, Instant from, Instant before, Principal by) {
    return database.transaction(handle -> {
      if (!WebhookRows.lock(handle, id)) {
        return Optional.empty();
      }
      int count =
          handle
              .createUpdate(
                  """
                  with again as (
                    select delivery from webhook_delivery
                    where webhook = :id and state <> 'waiting' and created_at >= :from and created_at < :before
                    order by delivery limit :most)
                  update webhook_delivery set state = 'waiting', failures = 0, set_aside = true, due_at = :now
                  where delivery in (select delivery from again)
                  """)
              .bind("id", id)
              .bind("from", from)
              .bind("before", before)
              .bind("most", REPLAYED)
              .bind("now", clock.instant())
              .execute();
      boolean more =
          count == REPLAYED
              && handle
                  .createQuery(
                      """
                      select exists (select from webhook_delivery
                        where webhook = :id and state <> 'waiting' and created_at >= :from and created_at < :before)
                      """)
                  .bind("id", id)
                  .bind("from", from)
                  .bind("before", before)
                  .mapTo(Boolean.class)
                  .one();
      return Optional.of(new Replayed(count, more));
    });
  }
}
