package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Body;
import dev.switchboard.rpc.HomeNode;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Result;
import dev.switchboard.settings.SettingType;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /admin/settings/turn_port} and the other settings: reads, sets and resets one setting. */
public final class SettingResource implements Resource {
  private final Setting setting;
  private final String name;
  private final SettingsStore store;
  private final ConfiguredDefaults configuredDefaults;
  private final SettingChanges changes;

  /**
   * The resource of a setting under one of its names.
   *
   * @param name one of {@link Setting#wireNames}
   */
  public SettingResource(
      Setting setting,
      String name,
      SettingsStore store,
      ConfiguredDefaults configuredDefaults,
      SettingChanges changes) {
    this.setting = setting;
    this.name = name;
    this.store = store;
    this.configuredDefaults = configuredDefaults;
    this.changes = changes;
  }

  @Override
  public String path() {
    return "/admin/settings/" + name;
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", _ -> store.read().thenApply(this::shown), "POST", this::change);
  }

  @Override
  public Set<String> fields() {
    return Set.of("action", "value");
  }

  /**
   * The value is masked: a secret may be sent to the wrong setting, which in most cases refuses it.
   */
  @Override
  public Set<String> secretsIfRefused() {
    return Set.of("value");
  }

  @Override
  public Scope scope(String method) {
    return method.equals("GET") && !setting.isSecret() ? Scope.READ : Scope.SETTINGS;
  }

  @Override
  public HomeNode home(String method) {
    return method.equals("GET") ? HomeNode.EVERY_NODE : HomeNode.NODE_FOR_SERVICES;
  }

  @Override
  public Set<String> secrets() {
    return setting.isSecret() ? Set.of("value") : Set.of();
  }

  private CompletionStage<Reply> change(Request request) {
    Body body = request.body().required();
    Principal by = request.by();
    String action = body.text("action").orElse("");
    // Today's panel changes settings that are true or false in the way it changes toggles.
    boolean isToggle = setting.kind() == SettingType.FLAG && !setting.isAboutAccess();
    if (isToggle && (action.equals("enable") || action.equals("disable"))) {
      String value = Boolean.toString(action.equals("enable"));
      return changes.put(setting, value, by).thenApply(this::answer);
    }
    return switch (action) {
      case "set" -> changes.put(setting, value(body), by).thenApply(this::answer);
      case "reset" -> changes.reset(setting, by).thenApply(this::answer);
      default ->
          throw new RequestRefused(
              Reply.BAD_REQUEST, "invalid action: %s (expected set|reset)".formatted(action));
    };
  }

  private String value(Body body) {
    String given =
        body.plain("value")
            .orElseThrow(
                () -> new RequestRefused(Reply.BAD_REQUEST, "value is required for action 'set'"));
    if (!Setting.asksForAccess(name)) {
      return given;
    }
    return SettingShape.localOnly(given)
        .orElseThrow(() ->
            new RequestRefused(
                Reply.BAD_REQUEST,
                "invalid value for %s: expected public|local".formatted(Setting.key(name))));
  }

  private Reply answer(Result result) {
    return switch (result) {
      case Result.Done done -> {
        ObjectNode body =
            SettingShape.of(setting, name, done.value(), done.isSet(), done.restartRequired());
        done.note().ifPresent(note -> body.put("note", note));
        yield Reply.ok(body);
      }
      case Result.Unusable(String words) ->
          Reply.error(
              Reply.BAD_REQUEST, "invalid value for %s: %s".formatted(Setting.key(name), words));
      case Result.Conflict(String words) -> Reply.error(Reply.CONFLICT, words);
    };
  }

  private Reply shown(SettingsBook book) {
    String value = book.over(configuredDefaults).getOrDefault(setting, "");
    ObjectNode body =
        SettingShape.of(
            setting, name, value, book.of(setting).isPresent(), changes.awaitsReload(setting));
    return Reply.ok(SettingShape.complaining(body, setting, book));
  }
}
