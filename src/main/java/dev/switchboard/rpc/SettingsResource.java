package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.Observation;
import dev.switchboard.service.Service;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /admin/settings}: all toggles and settings at once, with secrets masked. */
public final class SettingsResource implements Resource {
  private final SettingsStore store;
  private final ConfiguredDefaults configuredDefaults;
  private final SettingChanges changes;
  private final Toggles toggles;
  private final ManagedServices services;

  public SettingsResource(
      SettingsStore store,
      ConfiguredDefaults configuredDefaults,
      SettingChanges changes,
      Toggles toggles,
      ManagedServices services) {
    this.store = store;
    this.configuredDefaults = configuredDefaults;
    this.changes = changes;
    this.toggles = toggles;
    this.services = services;
  }

  @Override
  public String path() {
    return "/admin/settings";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::all);
  }

  @Override
  public Scope scope(String method) {
    return Scope.READ;
  }

  private CompletionStage<Reply> all(Request request) {
    Map<ToggleName, CompletableFuture<Boolean>> positions = new EnumMap<>(ToggleName.class);
    for (ToggleName toggle : ToggleName.values()) {
      positions.put(toggle, toggles.isOn(toggle).toCompletableFuture());
    }
    return CompletableFuture.allOf(positions.values().toArray(CompletableFuture<?>[]::new))
        .thenCombine(
            store.read(),
            (_, book) -> {
              ObjectNode body = JsonNodeFactory.instance.objectNode();
              positions.forEach((toggle, on) -> show(body, toggle, on.resultNow()));
              show(body, book);
              for (Service service : Service.values()) {
                services.seen(service).ifPresent(seen -> show(body, service, seen));
              }
              return Reply.ok(body);
            });
  }

  private static void show(ObjectNode body, ToggleName toggle, boolean on) {
    body.put(
        switch (toggle) {
          case REGISTRATION -> "registration";
          case JIT -> "jit_registration";
          case TURN -> "turn_enabled";
          case IROH -> "iroh_enabled";
          case SHADOWSOCKS -> "ss_enabled";
          case LOG -> "log_disabled";
        },
        (toggle == ToggleName.REGISTRATION ? ToggleWords.OPEN : ToggleWords.ENABLE).status(on));
  }

  /** What is wanted need not be the case: {@code turn_observed} and {@code turn_error}. */
  private static void show(ObjectNode body, Service service, Observation seen) {
    String prefix = service == Service.SHADOWSOCKS ? "ss" : service.word();
    body.put(prefix + "_observed", seen.state().word());
    body.put(prefix + "_error", seen.error().orElse(null));
  }

  private void show(ObjectNode body, SettingsBook book) {
    Map<Setting, String> values = book.over(configuredDefaults);
    for (Setting setting : Setting.values()) {
      String value = values.getOrDefault(setting, "");
      String shown = setting.isSecret() && !value.isEmpty() ? SettingShape.MASK : value;
      for (String name : setting.wireNames()) {
        if (Setting.asksForAccess(name)) {
          body.put(name, SettingShape.access(value));
        } else {
          boolean awaits = changes.awaitsReload(setting);
          ObjectNode one =
              SettingShape.of(setting, name, shown, book.of(setting).isPresent(), awaits);
          body.set(name, SettingShape.complaining(one, setting, book));
        }
      }
    }
  }
}
