package dev.switchboard.http.api.bot;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.ApiJson;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Origin;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBatch;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration that is changed while the server runs: {@code /api/bot/config} and {@code
 * /api/bot/presence}. Secrets are no part of it.
 */
public final class ConfigResource {
  private static final String PATH = "/api/bot/config";
  private static final int STATUS_LENGTH = 128;

  private final SettingsStore store;
  private final ConfiguredDefaults configured;
  private final ConfigFacts facts;
  private final ConfigTrail trail;
  private final Consumer<SettingsBatch.Present> changed;
  private final Clock clock;

  /**
   * @param store guarded by {@link Right#CHANGE_SETTINGS}
   * @param changed told of each change before it is answered
   */
  public ConfigResource(
      SettingsStore store,
      ConfiguredDefaults configured,
      ConfigFacts facts,
      ConfigTrail trail,
      Consumer<SettingsBatch.Present> changed,
      Clock clock) {
    this.store = store;
    this.configured = configured;
    this.facts = facts;
    this.trail = trail;
    this.changed = changed;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(PATH).holding(Right.VIEW_CONFIGURATION).does(this::all),
        Endpoint.put(PATH)
            .holding(Right.CHANGE_SETTINGS)
            .withTrailOfPort()
            .does(call -> trail.watching(call, () -> change(call))),
        Endpoint.post("/api/bot/presence")
            .holding(Right.CHANGE_SETTINGS)
            .withTrailOfPort()
            .does(call -> trail.watching(call, () -> presence(call))));
  }

  // ---- reading

  private record About(
      String key,
      String origin,
      boolean changeable,
      Optional<Object> configured,
      Optional<String> changedBy,
      Optional<Instant> changedAt) {}

  private CompletionStage<Answer> all(Call call) {
    return store
        .readVersion()
        .thenApply(present -> {
          String etag = etag(present);
          return call.has(etag)
              ? Answer.notModified().with("ETag", etag)
              : Answer.ok(shown(present.book())).with("ETag", etag);
        });
  }

  private Map<String, Object> shown(SettingsBook book) {
    Map<String, Object> body = groups(book);
    body.put("fields", Stream.of(ConfigField.values()).map(field -> about(field, book)).toList());
    return body;
  }

  private Map<String, Object> groups(SettingsBook book) {
    Map<Setting, String> values = book.over(configured);
    Map<String, Object> groups = new LinkedHashMap<>();
    for (String group : ConfigField.groups()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      for (ConfigField field : ConfigField.of(group)) {
        fields.put(
            field.word(),
            field
                .setting()
                .map(setting -> Optional.of(field.shown(values.getOrDefault(setting, ""))))
                .orElseGet(() -> field.fixed(facts)));
      }
      groups.put(group, fields);
    }
    return groups;
  }

  private About about(ConfigField field, SettingsBook book) {
    Optional<Held> held = field.setting().flatMap(book::inForce);
    return new About(
        field.key(),
        (held.isPresent() ? Origin.PANEL : field.origin(facts)).word(),
        field.setting().isPresent(),
        field
            .setting()
            .map(setting -> Optional.of(field.shown(configured.value(setting))))
            .orElseGet(() -> field.fixed(facts)),
        held.map(Held::by),
        held.map(Held::at));
  }

  /** The version, and a mark of the values: another configuration file changes these alone. */
  private String etag(SettingsBatch.Present present) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(ApiJson.written(shown(present.book())));
      return "\"v%d-%s\"".formatted(present.version(), HexFormat.of().formatHex(hash, 0, 4));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("each Java has SHA-256", impossible);
    }
  }

  // ---- changing

  /** The fields of a body in its order; an empty value for null. */
  private static Map<ConfigField, Optional<String>> wanted(Fields fields) {
    Map<ConfigField, Optional<String>> wanted = new EnumMap<>(ConfigField.class);
    for (String group : ConfigField.groups()) {
      fields.group(
          group,
          inner ->
              ConfigField.of(group).stream()
                  .filter(field -> inner.has(field.word()))
                  .forEach(field -> wanted.put(field, field.read(inner))));
    }
    return wanted;
  }

  private CompletionStage<Answer> change(Call call) {
    Map<ConfigField, Optional<String>> wanted = call.body(ConfigResource::wanted);
    String match =
        call.request()
            .header("If-Match")
            .orElseThrow(() ->
                Problem.of(
                        ProblemCode.PRECONDITION_REQUIRED,
                        "Send the ETag of the configuration that you saw as If-Match.")
                    .thrown());
    return store
        .readVersion()
        .thenCompose(present -> {
          String etag = etag(present);
          if (Stream.of(match.split(",", -1))
              .map(String::strip)
              .noneMatch(tag -> tag.equals("*") || tag.equals(etag))) {
            throw changedMeanwhile(etag);
          }
          List<SettingsBatch.Change> changes = usable(wanted);
          return carriedOut(call, changes, OptionalLong.of(present.version()));
        });
  }

  private static RuntimeException changedMeanwhile(String etag) {
    return Problem.of(
            ProblemCode.PRECONDITION_FAILED,
            "The configuration was changed meanwhile. Read it, and decide again.")
        .with("ETag", etag)
        .thrown();
  }

  /** The changes that are wanted, or the problem that names every field that cannot be had. */
  private List<SettingsBatch.Change> usable(Map<ConfigField, Optional<String>> wanted) {
    List<SettingsBatch.Change> changes = new ArrayList<>();
    List<Problem.Field> wrong = new ArrayList<>();
    wanted.forEach((field, value) -> {
      field.setting().ifPresent(setting -> changes.add(new SettingsBatch.Change(setting, value)));
      objection(field, value)
          .ifPresent(words ->
              wrong.add(
                  new Problem.Field(
                      Problem.Field.Place.BODY,
                      field.place(),
                      field.setting().isPresent() ? "value" : "fixed",
                      words)));
    });
    if (wrong.isEmpty()) {
      return changes;
    }
    throw new Problem(
            ProblemCode.REFUSED,
            wrong.stream()
                .map(one -> "'%s' %s".formatted(one.name(), one.detail()))
                .collect(Collectors.joining("; ", "Nothing is changed: ", ".")),
            wrong,
            Map.of())
        .thrown();
  }

  private Optional<String> objection(ConfigField field, Optional<String> value) {
    return field
        .setting()
        .map(setting -> value.flatMap(setting.kind()::objection))
        .orElseGet(() ->
            value.equals(field.fixed(facts).map(String::valueOf))
                ? Optional.empty()
                : Optional.of("cannot be changed while the server runs"));
  }

  private CompletionStage<Answer> carriedOut(
      Call call, List<SettingsBatch.Change> changes, OptionalLong seen) {
    return store
        .changeAll(new SettingsBatch(changes, seen, call.by().name(), clock.instant()), call.by())
        .thenCompose(outcome ->
            switch (outcome) {
              case SettingsBatch.Outcome.Kept(
                      SettingsBook former,
                      SettingsBatch.Present present) -> {
                changed.accept(present);
                yield trail
                    .changed(call, differences(former, present.book()))
                    .thenApply(_ -> Answer.success().with("ETag", etag(present)));
              }
              case SettingsBatch.Outcome.Refused(SettingsBook.Refusal refusal) -> refused(refusal);
            });
  }

  private CompletionStage<Answer> refused(SettingsBook.Refusal refusal) {
    return switch (refusal.why()) {
      case UNUSABLE -> throw Problem.of(ProblemCode.REFUSED, refusal.words() + ".").thrown();
      case CHANGED_MEANWHILE ->
          store
              .readVersion()
              .thenApply(present -> {
                throw changedMeanwhile(etag(present));
              });
    };
  }

  private Map<String, ConfigTrail.Change> differences(SettingsBook former, SettingsBook present) {
    Map<Setting, String> before = former.over(configured);
    Map<Setting, String> after = present.over(configured);
    Map<String, ConfigTrail.Change> changes = new LinkedHashMap<>();
    for (ConfigField field : ConfigField.values()) {
      field
          .setting()
          .filter(setting -> !former.of(setting).equals(present.of(setting)))
          .ifPresent(setting ->
              changes.put(
                  field.key(),
                  new ConfigTrail.Change(
                      before.getOrDefault(setting, ""), after.getOrDefault(setting, ""))));
    }
    return changes;
  }

  // ---- the presence

  private CompletionStage<Answer> presence(Call call) {
    String line = call.body(fields -> fields.text("status", 0, STATUS_LENGTH));
    List<SettingsBatch.Change> changes = usable(Map.of(ConfigField.STATUS, Optional.of(line)));
    return carriedOut(call, changes, OptionalLong.empty());
  }
}
