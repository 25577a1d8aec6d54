package dev.switchboard.settings;

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
  public CompletionStage<Outcome> change(SettingsBook.Command command) {
    return entities.ask(Kind.ONLY, new SettingsEntity.Change(command));
  }
}
