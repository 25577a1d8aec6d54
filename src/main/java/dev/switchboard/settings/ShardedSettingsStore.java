package dev.switchboard.settings;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import java.util.concurrent.CompletionStage;

/** {@link SettingsStore} by the sharded entity. */
public final class ShardedSettingsStore implements SettingsStore {
  private final Entities<SettingsEntity, SettingsBook.Event> entities;

  public ShardedSettingsStore(Entities<SettingsEntity, SettingsBook.Event> entities) {
    this.entities = entities;
  }

  @Override
  public CompletionStage<SettingsBook> read() {
    return entities.ask(Kind.ONLY, new SettingsEntity.Read());
  }

  @Override
  public CompletionStage<Outcome> change(SettingsBook.Command command, Principal by) {
    return entities.ask(Kind.ONLY, new SettingsEntity.Change(command));
  }

  @Override
  public CompletionStage<SettingsBatch.Present> readVersion() {
    return entities.ask(Kind.ONLY, new SettingsEntity.ReadVersion());
  }

  @Override
  public CompletionStage<SettingsBatch.Outcome> changeAll(SettingsBatch batch, Principal by) {
    return entities.ask(Kind.ONLY, new SettingsEntity.ChangeAll(batch));
  }
}
