package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.ManagedService;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.service.process.Observation;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /admin/settings}: all toggles and settings in one reply, with secrets masked. */
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
    Map<ToggleName, CompletableFuture<Boolean>> positions = new LinkedHashMap<>();
    for (ToggleName toggle : ToggleName.all(services.services())) {
      positions.put(toggle, toggles.isOn(toggle).toCompletableFuture());
    }
    return CompletableFuture.allOf(positions.values().toArray(CompletableFuture<?>[]::new))
        .thenCombine(
            store.read(),
            (_, book) -> {
              ObjectNode body = JsonNodeFactory.instance.objectNode();
              positions.forEach((toggle, on) -> show(body, toggle, on.resultNow()));
              show(body, book);
              for (ManagedService service : services.services()) {
                services.seen(service).ifPresent(seen -> show(body, service, seen));
              }
              return Reply.ok(body);
            });
  }

  private static void show(ObjectNode body, ToggleName toggle, boolean on) {
    body.put(
        toggle.shown(),
        (toggle.equals(ToggleName.REGISTRATION) ? ToggleWords.OPEN : ToggleWords.ENABLE)
            .status(on));
  }

  /**
   * Adds {@code turn_observed} and {@code turn_error}: the state of a service may differ from its
   * toggle.
   */
  private static void show(ObjectNode body, ManagedService service, Observation seen) {
    body.put(service.prefix() + "_observed", seen.state().word());
    body.put(service.prefix() + "_error", seen.error().orElse(null));
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
