package dev.switchboard.webhook;

import dev.switchboard.access.Right;
import dev.switchboard.feed.Feed;
import dev.switchboard.feed.FeedEntry;
import dev.switchboard.feed.TableFeed;
import dev.switchboard.storage.Database;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * The deliveries that are to be sent, as one node sees them. Each endpoint is leased by one node at
 * a time. The node that has the lease turns events of the feed into deliveries, once each: the
 * position in the feed moves in the transaction that adds them. What came of an attempt is recorded
 * only under the lease; without it another node sends the delivery again, with the same id.
 */
final class Outbox {
  /** A lease lasts three times as long as the longest attempt. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** So many deliveries of an endpoint wait at most; the rest stays in the feed. */
  static final int MOST_WAITING = 10_000;

  /** The time for which deliveries are kept. */
  static final Duration KEPT = Duration.ofDays(30);

  /** So many finished deliveries of an endpoint are kept at most. */
  static final long MOST_KEPT = 200_000;

  /** In the payload of an event, which has no words of people. */
  private static final Pattern AMONG_STAFF = Pattern.compile("\"kind\"\\s*:\\s*\"(note|remark)\"");

  private static final int KEPT_ATTEMPTS = 10;
  private static final int BATCH = 1_000;
  private static final int BATCHES = 40;
  private static final int LONGEST_ERROR = 500;

  private final Database database;
  private final WebhookPayload payload;
  private final Clock clock;
  private final RandomGenerator random;
  private final String owner;

  /**
   * @param owner the name of this node's process, which no other process has
   */
  Outbox(
      Database database,
      WebhookPayload payload,
      Clock clock,
      RandomGenerator random,
      String owner) {
    this.database = database;
    this.payload = payload;
    this.clock = clock;
    this.random = random;
    this.owner = owner;
  }

  /** A delivery that is to be attempted now. */
  record Job(
      long webhook,
      URI url,
      List<WebhookSecret> secrets,
      long delivery,
      String messageId,
      String body,
      int failures) {
    Job {
      secrets = List.copyOf(secrets);
    }
  }

  /** An endpoint that was switched off because of a delivery. */
  record SwitchedOff(long webhook, URI url, Webhook.Off why, long delivery) {}

  /** The endpoints for which this node may have something to do. */
  CompletionStage<List<Long>> withWork() {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select webhook from webhook
                where enabled and (paused_until is null or paused_until <= :now)
                  and (lease_owner = :owner or lease_until is null or lease_until <= :now)
                  and (position <> (select coalesce(max(last), 0) from feed_head)
                    or exists (select from webhook_delivery waiting where waiting.webhook = webhook.webhook
                               and state = 'waiting' and set_aside and due_at <= :now)
                    or (select due_at from webhook_delivery waiting where waiting.webhook = webhook.webhook
                        and state = 'waiting' and not set_aside order by sequence limit 1) <= :now)
                order by webhook
                """)
            .bind("now", clock.instant())
            .bind("owner", owner)
            .mapTo(Long.class)
            .list());
  }

  // ---- the next attempt

  private record Leased(
      long id, URI url, Set<String> events, long position, List<WebhookSecret> secrets) {
    static Leased of(ResultSet row) throws SQLException {
      List<WebhookSecret> secrets = new ArrayList<>();
      secrets.add(WebhookSecret.of(row.getBytes("secret")));
      for (byte[] former : (byte[][]) row.getArray("former_secrets").getArray()) {
        secrets.add(WebhookSecret.of(former));
      }
      return new Leased(
          row.getLong("webhook"),
          URI.create(row.getString("url")),
          Set.of((String[]) row.getArray("events").getArray()),
          row.getLong("position"),
          secrets);
    }
  }

  /**
   * Leases an endpoint, adds what happened since, and gives the delivery that is to be attempted
   * now. Empty if there is none, or another node has the lease.
   */
  CompletionStage<Optional<Job>> next(long id) {
    return database.transaction(handle -> {
      Optional<Leased> leased = lease(handle, id);
      leased.ifPresent(endpoint -> follow(handle, endpoint));
      return leased.flatMap(endpoint -> due(handle, endpoint));
    });
  }

  private Optional<Leased> lease(Handle handle, long id) {
    Instant now = clock.instant();
    return handle
        .createQuery(
            """
            update webhook set lease_owner = :owner, lease_until = :until
            where webhook = :id and enabled and (paused_until is null or paused_until <= :now)
              and (lease_owner = :owner or lease_until is null or lease_until <= :now)
            returning *, array(
              select former.secret from webhook_former_secret former
              where former.webhook = webhook.webhook and former.until > :now order by former.until desc) as former_secrets
            """)
        .bind("id", id)
        .bind("owner", owner)
        .bind("now", now)
        .bind("until", now.plus(LEASE))
        .map((row, _) -> Leased.of(row))
        .findOne();
  }

  private void follow(Handle handle, Leased endpoint) {
    Feed.Page page = TableFeed.behind(handle, endpoint.position(), Feed.PAGE);
    if ((page.complete() && page.reached() == endpoint.position())
        || isFull(handle, endpoint.id())) {
      return;
    }
    List<WebhookRows.Event> events = new ArrayList<>();
    if (!page.complete()) {
      long first =
          page.entries().isEmpty() ? page.reached() + 1 : page.entries().getFirst().position();
      events.add(missed(endpoint.position(), first));
    }
    page.entries().stream()
        .filter(entry -> isWanted(entry, endpoint))
        .map(entry -> new WebhookRows.Event(entry.kind().word(), entry.at(), entry.payload()))
        .forEach(events::add);
    if (!events.isEmpty()) {
      WebhookRows.add(handle, endpoint.id(), events, payload, clock.instant());
    }
    handle.execute(
        "update webhook set position = ? where webhook = ?", page.reached(), endpoint.id());
  }

  /**
   * Endpoints learn what a key that reads tickets can read, and nothing that takes more: neither
   * notes nor remarks.
   */
  private static boolean isWanted(FeedEntry entry, Leased endpoint) {
    return entry.right() == Right.VIEW_TICKETS
        && !AMONG_STAFF.matcher(entry.payload()).find()
        && (endpoint.events().isEmpty() || endpoint.events().contains(entry.kind().word()));
  }

  private WebhookRows.Event missed(long position, long first) {
    return new WebhookRows.Event(
        WebhookType.MISSED,
        clock.instant(),
        "{\"count\":%d}".formatted(Math.max(0, first - position - 1)));
  }

  private static boolean isFull(Handle handle, long id) {
    return handle
            .createQuery(
                """
                select count(*) from (select from webhook_delivery
                  where webhook = :id and state = 'waiting' limit :most) as waiting
                """)
            .bind("id", id)
            .bind("most", MOST_WAITING)
            .mapTo(Integer.class)
            .one()
        >= MOST_WAITING;
  }

  /** The first of those in order, or one that was set aside; the older one if both are due. */
  private Optional<Job> due(Handle handle, Leased endpoint) {
    return handle
        .createQuery(
            """
            select * from (
              (select * from webhook_delivery where webhook = :id and state = 'waiting' and not set_aside
               order by sequence limit 1)
              union all
              (select * from webhook_delivery where webhook = :id and state = 'waiting' and set_aside
               order by due_at, sequence limit 1)) as first
            where due_at <= :now order by sequence limit 1
            """)
        .bind("id", endpoint.id())
        .bind("now", clock.instant())
        .map((row, _) ->
            new Job(
                endpoint.id(),
                endpoint.url(),
                endpoint.secrets(),
                row.getLong("delivery"),
                row.getString("message_id"),
                row.getString("body"),
                row.getInt("failures")))
        .findOne();
  }

  // ---- what came of it

  /**
   * Records an attempt, if this node still has the lease.
   *
   * @param at when it began
   * @return the endpoint, if it was switched off because of it
   */
  CompletionStage<Optional<SwitchedOff>> record(Job job, Outcome outcome, Instant at) {
    Instant now = clock.instant();
    return database.transaction(handle -> {
      boolean mine =
          handle
              .createQuery(
                  "select 1 from webhook where webhook = :id and lease_owner = :owner for update")
              .bind("id", job.webhook())
              .bind("owner", owner)
              .mapTo(Integer.class)
              .findOne()
              .isPresent();
      if (!mine) {
        return Optional.empty();
      }
      attempted(handle, job, outcome, at, Duration.between(at, now));
      return judged(handle, job, Verdict.of(outcome, job.failures(), random), now);
    });
  }

  private static void attempted(
      Handle handle, Job job, Outcome outcome, Instant at, Duration took) {
    var insert =
        handle
            .createUpdate(
                """
                insert into webhook_attempt (delivery, number, at, millis, status, answer, error)
                select :delivery, 1 + coalesce(max(number), 0), :at, :millis, :status, :answer, :error
                from webhook_attempt where delivery = :delivery
                """)
            .bind("delivery", job.delivery())
            .bind("at", at)
            .bind("millis", (int) took.toMillis());
    switch (outcome) {
      case Outcome.Answered(int status, _, String body) ->
          insert
              .bind("status", status)
              .bind("answer", body)
              .bind("error", Optional.<String>empty());
      case Outcome.Failed(String why) ->
          insert
              .bind("status", Optional.<Integer>empty())
              .bind("answer", Optional.<String>empty())
              .bind("error", why.length() > LONGEST_ERROR ? why.substring(0, LONGEST_ERROR) : why);
    }
    insert.execute();
    handle.execute(
        """
        delete from webhook_attempt where delivery = ?
          and number <= (select max(number) from webhook_attempt where delivery = ?) - ?
        """,
        job.delivery(),
        job.delivery(),
        KEPT_ATTEMPTS);
  }

  private static Optional<SwitchedOff> judged(
      Handle handle, Job job, Verdict verdict, Instant now) {
    return switch (verdict) {
      case Verdict.Delivered _ -> {
        handle.execute(
            "update webhook_delivery set state = 'delivered', set_aside = false where delivery = ?",
            job.delivery());
        yield Optional.empty();
      }
      case Verdict.Gone _ -> Optional.of(off(handle, job, Webhook.Off.GONE));
      case Verdict.GivenUp _ -> Optional.of(off(handle, job, Webhook.Off.FAILING));
      case Verdict.Again(Duration pause, boolean setAside, Optional<Duration> rest) -> {
        handle
            .createUpdate(
                """
                update webhook_delivery set failures = :failures, set_aside = set_aside or :aside, due_at = :due
                where delivery = :delivery
                """)
            .bind("failures", job.failures() + 1)
            .bind("aside", setAside)
            .bind("due", now.plus(pause))
            .bind("delivery", job.delivery())
            .execute();
        rest.ifPresent(time ->
            handle.execute(
                "update webhook set paused_until = ? where webhook = ?",
                Timestamp.from(now.plus(time)),
                job.webhook()));
        yield Optional.empty();
      }
    };
  }

  private static SwitchedOff off(Handle handle, Job job, Webhook.Off why) {
    handle.execute(
        "update webhook_delivery set state = 'failed', failures = failures + 1, set_aside = false"
            + " where delivery = ?",
        job.delivery());
    handle.execute(
        "update webhook set enabled = false, off_reason = ? where webhook = ?",
        why.word(),
        job.webhook());
    return new SwitchedOff(job.webhook(), job.url(), why, job.delivery());
  }

  /** Gives the leases back, so that another node goes on at once. */
  CompletionStage<Integer> release() {
    return database.query(handle ->
        handle.execute(
            "update webhook set lease_owner = null, lease_until = null where lease_owner = ?",
            owner));
  }

  // ---- what is old

  /** Deletes old deliveries, {@link #BATCH} by {@link #BATCH}; gives how many. */
  CompletionStage<Integer> forget() {
    return forget(KEPT, MOST_KEPT, BATCHES, 0);
  }

  CompletionStage<Integer> forget(Duration kept, long most, int batches, int before) {
    return database
        .query(handle -> delete(handle, kept, most))
        .thenCompose(deleted ->
            deleted == BATCH && batches > 1
                ? forget(kept, most, batches - 1, before + deleted)
                : CompletableFuture.completedStage(before + deleted));
  }

  private int delete(Handle handle, Duration kept, long most) {
    return handle
        .createUpdate(
            """
            delete from webhook_delivery where delivery in (
              select delivery from webhook_delivery where created_at < :end
              union
              select delivery from webhook join webhook_delivery using (webhook)
              where webhook_delivery.sequence <= webhook.sequence - :most and state <> 'waiting'
              limit :batch)
            """)
        .bind("end", clock.instant().minus(kept))
        .bind("most", most)
        .bind("batch", BATCH)
        .execute();
  }
}
