package dev.switchboard.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.feed.FeedDraft;
import dev.switchboard.feed.FeedKind;
import dev.switchboard.feed.FeedRows;
import dev.switchboard.storage.Database;
import dev.switchboard.webhook.Outbox.Job;
import dev.switchboard.webhook.Outbox.SwitchedOff;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;

/** Webhooks on a database of the tests, at a time that a test moves. */
final class WebhookStage {
  static final Principal SAM =
      new Principal.Component("sam", new Principal.Source(Surface.PANEL, Optional.empty(), "test"));

  static final Outcome OK = new Outcome.Answered(200, Optional.empty(), "thanks");
  static final Outcome BROKEN = new Outcome.Answered(500, Optional.empty(), "no");

  private static final WebhookSettings TRUSTED = new WebhookSettings(true, true);
  private static final Optional<URI> PUBLIC = Optional.of(URI.create("https://desk.example.org"));

  private final Database database;
  private final MovedClock clock = new MovedClock();

  WebhookStage(Database database) {
    this.database = database;
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "truncate webhook, webhook_former_secret, webhook_delivery, webhook_attempt, feed,"
                    + " feed_head"));
  }

  /** A clock that stands still until a test moves it. */
  static final class MovedClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-30T10:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  static <T> T done(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  Clock clock() {
    return clock;
  }

  void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  Database database() {
    return database;
  }

  Webhooks webhooks() {
    return new TableWebhooks(database, TRUSTED, PUBLIC, clock);
  }

  Outbox outbox(String owner) {
    return new Outbox(database, new WebhookPayload(PUBLIC), clock, new Random(1), owner);
  }

  /** A new endpoint for these types of events, all where none is named. */
  Webhooks.Creating.Created endpoint(String... events) {
    return (Webhooks.Creating.Created)
        done(
            webhooks()
                .create(new Webhooks.Draft("http://127.0.0.1:9/in", "", Set.of(events)), SAM));
  }

  long endpointId(String... events) {
    return endpoint(events).webhook().id();
  }

  /** Events of the tickets with these numbers, in one transaction. */
  void happens(FeedKind kind, long... tickets) {
    database
        .jdbi()
        .useTransaction(handle ->
            FeedRows.append(
                handle,
                LongStream.of(tickets)
                    .mapToObj(ticket ->
                        new FeedDraft(
                            ticket,
                            kind,
                            Right.VIEW_TICKETS,
                            "{\"ticket\":\"%d\",\"version\":3}".formatted(ticket)))
                    .toList()));
  }

  /** A message of this kind was written in the ticket, as the projection tells it. */
  void said(String kind, long ticket) {
    String payload = "{\"kind\": \"%s\", \"ticket\": \"%d\"}".formatted(kind, ticket);
    database
        .jdbi()
        .useTransaction(handle ->
            FeedRows.append(
                handle,
                List.of(
                    new FeedDraft(ticket, FeedKind.MESSAGE_CREATED, Right.VIEW_TICKETS, payload))));
  }

  void opened(long... tickets) {
    happens(FeedKind.TICKET_OPENED, tickets);
  }

  /** Sends what is due now; the tickets of the attempts, in order. */
  List<Long> send(Outbox outbox, long endpoint, Function<Job, Outcome> receiver) {
    List<Long> tickets = new ArrayList<>();
    for (Optional<Job> job = next(outbox, endpoint); job.isPresent(); ) {
      tickets.add(ticket(job.get().body()));
      record(outbox, job.get(), receiver.apply(job.get()));
      job = next(outbox, endpoint);
    }
    return tickets;
  }

  Optional<Job> next(Outbox outbox, long endpoint) {
    return done(outbox.next(endpoint));
  }

  Optional<SwitchedOff> record(Outbox outbox, Job job, Outcome outcome) {
    return done(outbox.record(job, outcome, clock.instant()));
  }

  List<WebhookDelivery> deliveries(long endpoint) {
    return done(webhooks()
            .page(endpoint, new Webhooks.Wanted(Optional.empty(), OptionalLong.empty(), 10_000)))
        .orElseThrow()
        .reversed();
  }

  Webhook webhook(long endpoint) {
    return done(webhooks().of(endpoint)).orElseThrow();
  }

  static JsonNode json(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }

  static long ticket(String body) {
    return json(body).at("/data/ticket").asLong();
  }
}
