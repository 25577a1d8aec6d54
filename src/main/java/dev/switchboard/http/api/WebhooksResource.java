package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.webhook.Webhook;
import dev.switchboard.webhook.WebhookSecret;
import dev.switchboard.webhook.WebhookType;
import dev.switchboard.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The endpoints that are told what happens: {@code /api/webhooks}. Whoever may make API keys may
 * make these: an endpoint learns what a key that reads tickets can read.
 */
final class WebhooksResource {
  /** As long as the longest URL that is taken. */
  private static final int LONGEST_URL = 2_000;

  private static final int LONGEST_DESCRIPTION = 200;

  private static final Map<String, String> EVENTS =
      WebhookType.chosen().stream()
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

  private final Webhooks webhooks;
  private final MadeOnce once;

  WebhooksResource(Webhooks webhooks, MadeOnce once) {
    this.webhooks = webhooks;
    this.once = once;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/webhooks").holding(Right.MANAGE_KEYS).does(this::all),
        Endpoint.post("/api/webhooks").holding(Right.MANAGE_KEYS).does(this::create),
        Endpoint.get("/api/webhooks/{id}").holding(Right.MANAGE_KEYS).does(this::one),
        Endpoint.patch("/api/webhooks/{id}").holding(Right.MANAGE_KEYS).does(this::change),
        Endpoint.delete("/api/webhooks/{id}").holding(Right.MANAGE_KEYS).does(this::delete),
        Endpoint.post("/api/webhooks/{id}/rotate").holding(Right.MANAGE_KEYS).does(this::rotate));
  }

  /**
   * @param events null for all
   * @param state {@code on} or {@code off}
   * @param pending how many deliveries wait
   */
  private record Shown(
      String id,
      String url,
      String description,
      Optional<List<String>> events,
      String state,
      Optional<String> offReason,
      Instant createdAt,
      String createdBy,
      long pending,
      Optional<Instant> pausedUntil,
      Optional<Instant> oldSecretUntil) {
    static Shown of(Webhook webhook) {
      return new Shown(
          String.valueOf(webhook.id()),
          webhook.url(),
          webhook.description(),
          webhook.events().isEmpty()
              ? Optional.empty()
              : Optional.of(webhook.events().stream().sorted().toList()),
          webhook.off().isPresent() ? "off" : "on",
          webhook.off().map(Webhook.Off::word),
          webhook.created(),
          webhook.by(),
          webhook.waiting(),
          webhook.pausedUntil(),
          webhook.oldSecretUntil());
    }
  }

  private CompletionStage<Answer> all(Call call) {
    return webhooks
        .all()
        .thenApply(all -> Answer.ok(Map.of("webhooks", all.stream().map(Shown::of).toList())));
  }

  private CompletionStage<Answer> one(Call call) {
    return webhooks
        .of(call.number("id"))
        .thenApply(found -> Answer.ok(Shown.of(found.orElseThrow(WebhooksResource::unknown))));
  }

  static RuntimeException unknown() {
    return Problem.of(ProblemCode.NOT_FOUND).thrown();
  }

  private static Set<String> events(Fields fields) {
    return fields.has("events") && !fields.isNull("events")
        ? fields.choices("events", EVENTS)
        : Set.of();
  }

  private static Webhooks.Draft draft(Fields fields) {
    return new Webhooks.Draft(
        fields.text("url", 1, LONGEST_URL),
        fields.optionalText("description", 0, LONGEST_DESCRIPTION).orElse(""),
        events(fields));
  }

  private record Made(Shown webhook, String secret) {}

  private CompletionStage<Answer> create(Call call) {
    Webhooks.Draft draft = call.body(WebhooksResource::draft);
    return once.secret(
        call,
        "POST /api/webhooks",
        List.of(draft.url(), draft.description(), draft.events().stream().sorted().toList()),
        () -> make(call, draft));
  }

  private CompletionStage<MadeOnce.Made> make(Call call, Webhooks.Draft draft) {
    return webhooks
        .create(draft, call.by())
        .thenApply(creating ->
            switch (creating) {
              case Webhooks.Creating.Created(Webhook webhook, WebhookSecret secret) ->
                  new MadeOnce.Made(
                      webhook.id(), Answer.created(new Made(Shown.of(webhook), secret.text())));
              case Webhooks.Creating.UrlRefused(String why) -> throw wrongUrl(why);
              case Webhooks.Creating.TooMany _ ->
                  throw Problem.of(
                          ProblemCode.CONFLICT,
                          "There are as many webhooks as there may be: %d."
                              .formatted(Webhooks.MOST))
                      .thrown();
            });
  }

  private static RuntimeException wrongUrl(String why) {
    return new Problem(
            ProblemCode.INVALID_FIELD,
            "'url' " + why + ".",
            List.of(new Problem.Field(Problem.Field.Place.BODY, "url", "value", why)),
            Map.of())
        .thrown();
  }

  /** What is null is as missing, but for the events: null chooses all. */
  private static Webhooks.Change changes(Fields fields) {
    return new Webhooks.Change(
        fields.optionalText("url", 1, LONGEST_URL),
        fields.optionalText("description", 0, LONGEST_DESCRIPTION),
        fields.has("events") ? Optional.of(events(fields)) : Optional.empty(),
        fields.has("enabled") && !fields.isNull("enabled")
            ? Optional.of(fields.flag("enabled", true))
            : Optional.empty());
  }

  private CompletionStage<Answer> change(Call call) {
    long id = call.number("id");
    return webhooks
        .change(id, call.body(WebhooksResource::changes), call.by())
        .thenApply(changing ->
            switch (changing) {
              case Webhooks.Changing.Changed(Webhook webhook) -> Answer.ok(Shown.of(webhook));
              case Webhooks.Changing.UrlRefused(String why) -> throw wrongUrl(why);
              case Webhooks.Changing.Unknown _ -> throw unknown();
            });
  }

  private CompletionStage<Answer> delete(Call call) {
    return webhooks
        .delete(call.number("id"), call.by())
        .thenApply(there -> {
          if (!there) {
            throw unknown();
          }
          return Answer.success();
        });
  }

  private CompletionStage<Answer> rotate(Call call) {
    long id = call.number("id");
    return once.secret(call, "POST /api/webhooks/{id}/rotate", List.of(), () -> rotated(id, call));
  }

  private CompletionStage<MadeOnce.Made> rotated(long id, Call call) {
    return webhooks
        .rotate(id, call.by())
        .thenApply(rotating ->
            switch (rotating) {
              case Webhooks.Rotating.Rotated(WebhookSecret secret) ->
                  new MadeOnce.Made(id, Answer.ok(Map.of("secret", secret.text())));
              case Webhooks.Rotating.TooMany(Instant until) ->
                  throw Problem.of(
                          ProblemCode.CONFLICT,
                          "%d former secrets sign as well, the first until %s."
                              .formatted(Webhooks.FORMER_SECRETS, until))
                      .thrown();
              case Webhooks.Rotating.Unknown _ -> throw unknown();
            });
  }
}
