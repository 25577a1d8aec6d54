package dev.switchboard.service;

import dev.switchboard.access.Principal;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBatch;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stored toggles and settings of services without a database. For tests. */
public final class StoredInMemory {
  private StoredInMemory() {}

  /**
   * Toggles that are all off and can be switched, and settings that nobody can change.
   *
   * @param settings the configured values, with a secret for each service that needs a secret
   */
  public static ManagedServices.Stored with(Map<Setting, String> settings) {
    return new ManagedServices.Stored(
        new MemoryToggles(), new NoSettings(), new ConfiguredDefaults(settings, List.of()));
  }

  private static final class MemoryToggles implements Toggles {
    private final Map<ToggleName, Toggle> toggles = new HashMap<>();

    private Toggle of(ToggleName name) {
      return toggles.getOrDefault(name, new Toggle.Untouched());
    }

    @Override
    public synchronized CompletionStage<Toggle.Position> position(ToggleName name) {
      return CompletableFuture.completedStage(of(name).position(false));
    }

    @Override
    public synchronized CompletionStage<Toggle.Position> turn(
        ToggleName name, boolean on, Principal by) {
      Toggle former = of(name);
      former
          .decide(new Toggle.Switch(on, by.name(), Instant.EPOCH))
          .ifPresent(event -> toggles.put(name, former.apply(event)));
      return position(name);
    }

    @Override
    public CompletionStage<Boolean> isOn(ToggleName name) {
      return position(name).thenApply(Toggle.Position::on);
    }

    @Override
    public CompletionStage<Boolean> isOnLately(ToggleName name) {
      return isOn(name);
    }
  }

  private static final class NoSettings implements SettingsStore {
    @Override
    public CompletionStage<SettingsBook> read() {
      return CompletableFuture.completedStage(SettingsBook.EMPTY);
    }

    @Override
    public CompletionStage<Outcome> change(SettingsBook.Command command, Principal by) {
      return CompletableFuture.failedStage(new IllegalStateException("no setting can be changed"));
    }

    @Override
    public CompletionStage<SettingsBatch.Present> readVersion() {
      return CompletableFuture.completedStage(new SettingsBatch.Present(SettingsBook.EMPTY, 0));
    }

    @Override
    public CompletionStage<SettingsBatch.Outcome> changeAll(SettingsBatch batch, Principal by) {
      return CompletableFuture.failedStage(new IllegalStateException("no setting can be changed"));
    }
  }
}
