package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Cursor;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.webhook.WebhookDelivery;
import dev.switchboard.webhook.Webhooks;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** What was sent to an endpoint, and sending it again. */
final class WebhookDeliveriesResource {
  /** A delivery has ten attempts with 4 kB each at most. */
  private static final int MOST = 50;

  private static final int USUAL = 20;
  private static final int LONGEST_CURSOR = 1_000;

  private static final Map<String, WebhookDelivery.State> STATES =
      Arrays.stream(WebhookDelivery.State.values())
          .collect(Collectors.toUnmodifiableMap(WebhookDelivery.State::word, state -> state));

  private final Webhooks webhooks;

  WebhookDeliveriesResource(Webhooks webhooks) {
    this.webhooks = webhooks;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/webhooks/{id}/test").holding(Right.MANAGE_KEYS).does(this::test),
        Endpoint.get("/api/webhooks/{id}/deliveries").holding(Right.MANAGE_KEYS).does(this::list),
        Endpoint.post("/api/webhooks/{id}/deliveries/{delivery}/retry")
            .holding(Right.MANAGE_KEYS)
            .does(this::retry),
        Endpoint.post("/api/webhooks/{id}/replay").holding(Right.MANAGE_KEYS).does(this::replay));
  }

  private record ShownAttempt(
      int number,
      Instant at,
      int durationMs,
      OptionalInt status,
      Optional<String> answer,
      Optional<String> error) {
    static ShownAttempt of(WebhookDelivery.Attempt attempt) {
      return new ShownAttempt(
          attempt.number(),
          attempt.at(),
          attempt.millis(),
          attempt.status(),
          attempt.answer(),
          attempt.error());
    }
  }

  private record Shown(
      String id,
      String webhookId,
      long sequence,
      String type,
      String state,
      boolean setAside,
      Instant createdAt,
      Optional<Instant> nextAttemptAt,
      String body,
      List<ShownAttempt> attempts) {
    static Shown of(WebhookDelivery delivery) {
      return new Shown(
          String.valueOf(delivery.id()),
          delivery.messageId(),
          delivery.sequence(),
          delivery.type(),
          delivery.state().word(),
          delivery.setAside(),
          delivery.created(),
          delivery.state() == WebhookDelivery.State.WAITING
              ? Optional.of(delivery.due())
              : Optional.empty(),
          delivery.body(),
          delivery.attempts().stream().map(ShownAttempt::of).toList());
    }
  }

  private static Answer shown(Optional<WebhookDelivery> delivery) {
    return Answer.ok(Shown.of(delivery.orElseThrow(WebhooksResource::unknown)));
  }

  private CompletionStage<Answer> test(Call call) {
    return webhooks.test(call.number("id"), call.by()).thenApply(WebhookDeliveriesResource::shown);
  }

  private CompletionStage<Answer> retry(Call call) {
    return webhooks
        .retry(call.number("id"), call.number("delivery"), call.by())
        .thenApply(WebhookDeliveriesResource::shown);
  }

  private record Asked(Optional<WebhookDelivery.State> state, int limit, Optional<String> after) {
    static Asked of(Fields fields) {
      return new Asked(
          fields.optionalChoice("state", STATES),
          (int) fields.optionalNumber("limit", 1, MOST).orElse(USUAL),
          fields.optionalText("after", 1, LONGEST_CURSOR));
    }
  }

  private record Listed(List<Shown> deliveries, boolean hasMore, Optional<String> next) {}

  private CompletionStage<Answer> list(Call call) {
    long id = call.number("id");
    Asked asked = call.query(Asked::of);
    String list = "deliveries %d %s".formatted(id, asked.state());
    OptionalLong before =
        asked
            .after()
            .map(cursor -> OptionalLong.of(Cursor.key(list, cursor)))
            .orElse(OptionalLong.empty());
    return webhooks
        .page(id, new Webhooks.Wanted(asked.state(), before, asked.limit() + 1))
        .thenApply(found -> {
          List<WebhookDelivery> all = found.orElseThrow(WebhooksResource::unknown);
          boolean more = all.size() > asked.limit();
          List<WebhookDelivery> part = all.subList(0, Math.min(all.size(), asked.limit()));
          return Answer.ok(
              new Listed(
                  part.stream().map(Shown::of).toList(),
                  more,
                  more ? Optional.of(Cursor.of(list, part.getLast().id())) : Optional.empty()));
        });
  }

  private record Range(Instant from, Instant before) {
    static Range of(Fields fields) {
      Range range = new Range(time(fields, "from"), time(fields, "before"));
      if (range.before().isBefore(range.from())) {
        fields.wrong("before", "range", "has to be later than 'from'");
      }
      return range;
    }

    private static Instant time(Fields fields, String name) {
      return fields
          .optionalTime(name)
          .orElseGet(() -> {
            fields.wrong(name, "required", "is missing");
            return Instant.EPOCH;
          });
    }
  }

  private record Replayed(int count, boolean hasMore) {}

  private CompletionStage<Answer> replay(Call call) {
    long id = call.number("id");
    Range range = call.body(Range::of);
    return webhooks
        .replay(id, range.from(), range.before(), call.by())
        .thenApply(replayed -> {
          Webhooks.Replayed done = replayed.orElseThrow(WebhooksResource::unknown);
          return Answer.ok(new Replayed(done.count(), done.more()));
        });
  }
}
