package dev.switchboard.webhook;

import dev.switchboard.storage.Database;
import dev.switchboard.webhook.Outbox.Job;
import dev.switchboard.webhook.Outbox.SwitchedOff;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import dev.switchboard.webhook.WebhookTransport.Request;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends deliveries, on each node those of the endpoints that it leases: one request at a time for
 * each endpoint, all endpoints at once ({@link Webhooks#MOST} at most). In memory is one delivery
 * for each. Thread-safe.
 */
public final class WebhookSender {
  /** The time between two looks for deliveries that are due. */
  public static final Duration POLL = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

  private static final Executor REST = CompletableFuture.delayedExecutor(5, TimeUnit.SECONDS);

  private final Outbox outbox;
  private final WebhookTransport transport;
  private final Clock clock;
  private final Consumer<Off> told;
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * An endpoint that was switched off.
   *
   * @param delivery the id of the delivery that was the reason
   */
  public record Off(long webhook, String host, Webhook.Off why, long delivery) {}

  /**
   * @param publicUrl the URL of the server, for links
   * @param told hears of each endpoint that is switched off
   */
  public WebhookSender(
      Database database,
      WebhookTransport transport,
      Optional<URI> publicUrl,
      Clock clock,
      Consumer<Off> told) {
    this(
        new Outbox(
            database,
            new WebhookPayload(publicUrl),
            clock,
            // Any thread records what came of an attempt.
            (RandomGenerator) () -> ThreadLocalRandom.current().nextLong(),
            UUID.randomUUID().toString()),
        transport,
        clock,
        told);
  }

  WebhookSender(Outbox outbox, WebhookTransport transport, Clock clock, Consumer<Off> told) {
    this.outbox = outbox;
    this.transport = transport;
    this.clock = clock;
    this.told = told;
  }

  /** Begins what is due. To be called every {@link #POLL}; it returns at once. */
  public void look() {
    if (stopped.get() || !looking.compareAndSet(false, true)) {
      return;
    }
    outbox
        .withWork()
        .whenComplete((endpoints, failure) -> {
          looking.set(false);
          if (failure == null) {
            endpoints.forEach(this::begin);
          } else {
            later(failure);
          }
        });
  }

  private void begin(long endpoint) {
    if (busy.add(endpoint)) {
      step(endpoint);
    }
  }

  /** One delivery, and then the next, while there is one that is due. */
  private void step(long endpoint) {
    next(endpoint)
        .whenCompleteAsync((sent, failure) -> {
          if (failure != null) {
            later(failure);
            // What cannot be recorded is not sent over and over.
            REST.execute(() -> busy.remove(endpoint));
          } else if (sent && !stopped.get()) {
            failing.set(false);
            step(endpoint);
          } else {
            busy.remove(endpoint);
          }
        });
  }

  private void later(Throwable failure) {
    if (!failing.getAndSet(true)) {
      LOG.warn("Webhooks are sent later: {}", failure.toString());
    }
  }

  private CompletionStage<Boolean> next(long endpoint) {
    return outbox
        .next(endpoint)
        .thenCompose(
            job -> job.map(this::attempt).orElseGet(() -> CompletableFuture.completedStage(false)));
  }

  private CompletionStage<Boolean> attempt(Job job) {
    Instant at = clock.instant();
    return transport
        .send(request(job, at))
        .thenCompose(outcome -> recorded(job, outcome, at))
        .thenApply(_ -> true);
  }

  private CompletionStage<Optional<SwitchedOff>> recorded(Job job, Outcome outcome, Instant at) {
    return outbox
        .record(job, outcome, at)
        .thenApply(off -> {
          off.ifPresent(this::tell);
          return off;
        });
  }

  static Request request(Job job, Instant at) {
    long timestamp = at.getEpochSecond();
    return new Request(
        job.url(),
        Map.of(
            "webhook-id", job.messageId(),
            "webhook-timestamp", String.valueOf(timestamp),
            "webhook-signature", signatures(job.secrets(), job, timestamp)),
        job.body());
  }

  private static String signatures(List<WebhookSecret> secrets, Job job, long timestamp) {
    return secrets.stream()
        .map(secret -> secret.sign(job.messageId(), timestamp, job.body()))
        .collect(Collectors.joining(" "));
  }

  private void tell(SwitchedOff off) {
    String host = String.valueOf(off.url().getHost());
    LOG.warn(
        "The webhook {} to {} is switched off: {}",
        off.webhook(),
        host,
        off.why() == Webhook.Off.GONE
            ? "it answered 410"
            : "a delivery failed ten times; see its deliveries");
    told.accept(new Off(off.webhook(), host, off.why(), off.delivery()));
  }

  /** Deletes old deliveries, in batches. To be called every few minutes. */
  public CompletionStage<Integer> forget() {
    return outbox.forget();
  }

  /**
   * Begins no further attempt, and gives the leases back. An attempt that is under way is not
   * recorded any more: another node, or the next start, makes it again with the same id.
   */
  public CompletionStage<Integer> stop() {
    stopped.set(true);
    return outbox.release();
  }
}
