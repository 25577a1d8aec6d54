package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.key.ApiKeys;
import dev.switchboard.access.key.Key;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The keys of the REST API: {@code /api/apikeys}, as the seed describes it. */
final class ApiKeysResource {
  private static final int LONGEST_NAME = 100;

  private static final Map<String, KeyPermission> PERMISSIONS = permissions();

  private final ApiKeys keys;
  private final MadeOnce once;
  private final Clock clock;

  ApiKeysResource(ApiKeys keys, MadeOnce once, Clock clock) {
    this.keys = keys;
    this.once = once;
    this.clock = clock;
  }

  private static Map<String, KeyPermission> permissions() {
    Map<String, KeyPermission> words = new LinkedHashMap<>();
    Arrays.stream(KeyPermission.values()).forEach(one -> words.put(one.word(), one));
    // Those of Rustmail, which mean one of these.
    for (String word : List.of("CREATE_TICKET", "READ_TICKETS", "UPDATE_TICKET", "DELETE_TICKET")) {
      KeyPermission.of(word).ifPresent(meant -> words.put(word, meant));
    }
    return words;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/apikeys").holding(Right.MANAGE_KEYS).does(this::all),
        Endpoint.post("/api/apikeys").holding(Right.MANAGE_KEYS).does(this::create),
        Endpoint.post("/api/apikeys/{id}/revoke").holding(Right.MANAGE_KEYS).does(this::revoke),
        Endpoint.delete("/api/apikeys/{id}").holding(Right.MANAGE_KEYS).does(this::delete));
  }

  /** Times are seconds since 1970, as the seed has them. */
  private record Shown(
      long id,
      String name,
      List<String> permissions,
      long createdAt,
      String createdBy,
      Optional<Long> expiresAt,
      Optional<Long> lastUsedAt,
      Optional<Long> revokedAt,
      boolean isActive,
      String keyPreview) {
    static Shown of(Key key, Instant now) {
      return new Shown(
          key.number(),
          key.name(),
          words(key.permissions()),
          key.created().getEpochSecond(),
          key.by(),
          key.expires().map(Instant::getEpochSecond),
          key.used().map(Instant::getEpochSecond),
          key.revoked().map(revocation -> revocation.at().getEpochSecond()),
          key.isGoodAt(now),
          key.preview());
    }
  }

  private static List<String> words(Set<KeyPermission> permissions) {
    return permissions.stream().map(KeyPermission::word).toList();
  }

  private CompletionStage<Answer> all(Call call) {
    Instant now = clock.instant();
    return keys.all()
        .thenApply(
            all -> Answer.ok(Map.of("keys", all.stream().map(key -> Shown.of(key, now)).toList())));
  }

  private record Wanted(String name, Set<KeyPermission> permissions, Optional<Instant> expires) {
    static Wanted of(Fields fields) {
      return new Wanted(
          fields.text("name", 1, LONGEST_NAME),
          fields.choices("permissions", PERMISSIONS),
          fields.optionalInstant("expires_at"));
    }
  }

  /**
   * @param key the key itself, which is shown this once
   * @param apiKey the same, by the name that clients of Rustmail read
   */
  private record Made(
      long id,
      String key,
      String apiKey,
      String name,
      List<String> permissions,
      long createdAt,
      Optional<Long> expiresAt) {}

  private CompletionStage<Answer> create(Call call) {
    Wanted wanted = call.body(Wanted::of);
    return once.secret(
        call,
        "POST /api/apikeys",
        List.of(
            wanted.name(),
            words(wanted.permissions()).stream().sorted().toList(),
            wanted.expires().map(Instant::toString).orElse("")),
        () -> make(call, wanted));
  }

  private CompletionStage<MadeOnce.Made> make(Call call, Wanted wanted) {
    return keys.create(wanted.name(), wanted.permissions(), wanted.expires(), call.by())
        .thenApply(creating ->
            switch (creating) {
              case ApiKeys.Creating.Created(String text, Key key) ->
                  new MadeOnce.Made(
                      key.number(),
                      Answer.ok(
                          new Made(
                              key.number(),
                              text,
                              text,
                              key.name(),
                              words(key.permissions()),
                              key.created().getEpochSecond(),
                              key.expires().map(Instant::getEpochSecond))));
              case ApiKeys.Creating.Refused(ApiKeys.Reason reason) ->
                  throw refused(reason).thrown();
            });
  }

  private static Problem refused(ApiKeys.Reason reason) {
    return switch (reason) {
      case TOO_MANY -> Problem.of(ProblemCode.CONFLICT, sentence(reason));
      case NAME_UNUSABLE -> wrong("name", reason);
      case NO_PERMISSION -> wrong("permissions", reason);
      case EXPIRED_ALREADY -> wrong("expires_at", reason);
    };
  }

  private static Problem wrong(String field, ApiKeys.Reason reason) {
    return new Problem(
        ProblemCode.INVALID_FIELD,
        sentence(reason),
        List.of(new Problem.Field(Problem.Field.Place.BODY, field, "value", reason.words())),
        Map.of());
  }

  private static String sentence(ApiKeys.Reason reason) {
    return Character.toUpperCase(reason.words().charAt(0)) + reason.words().substring(1) + ".";
  }

  private CompletionStage<Answer> revoke(Call call) {
    return keys.revoke(call.number("id"), call.by()).thenApply(ApiKeysResource::found);
  }

  private CompletionStage<Answer> delete(Call call) {
    return keys.delete(call.number("id"), call.by()).thenApply(ApiKeysResource::found);
  }

  private static Answer found(boolean there) {
    if (!there) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
    return Answer.success();
  }
}
