package dev.switchboard.settings;

import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.util.List;
import java.util.Map;

/**
 * The state of the single entity that holds {@link SettingsBook}; its journal is the history of all
 * settings.
 *
 * @param configured the configuration of the node on which the entity runs; it is no part of the
 *     events
 * @param version the number of events so far
 */
public record SettingsEntity(SettingsBook book, ConfiguredDefaults configured, long version) {
  /** The kind without a configuration; see {@link #kind}. */
  public static final Kind<SettingsEntity, SettingsBook.Event> KIND =
      Kind.of(
          "Settings",
          new Format<>("settings-events", 1006, SettingsBook.Event.class),
          new SettingsEntity(SettingsBook.EMPTY, new ConfiguredDefaults(Map.of(), List.of()), 0),
          SettingsEntity::apply);

  /** The kind on a node with this configuration. */
  public static Kind<SettingsEntity, SettingsBook.Event> kind(
      ConfiguredDefaults configuredDefaults) {
    return KIND.startingWith(_ -> new SettingsEntity(SettingsBook.EMPTY, configuredDefaults, 0));
  }

  private SettingsEntity apply(SettingsBook.Event event) {
    return new SettingsEntity(book.apply(event), configured, version + 1);
  }

  /** Changes one setting. */
  record Change(SettingsBook.Command command)
      implements Kind.Command<SettingsEntity, SettingsBook.Event, SettingsStore.Outcome> {
    @Override
    public Decision<SettingsBook.Event, SettingsStore.Outcome> decide(SettingsEntity entity) {
      return entity.book().decide(command, entity.configured());
    }
  }

  /** Changes several settings, all or none: their events are stored in one write. */
  record ChangeAll(SettingsBatch batch)
      implements Kind.Command<SettingsEntity, SettingsBook.Event, SettingsBatch.Outcome> {
    @Override
    public Decision<SettingsBook.Event, SettingsBatch.Outcome> decide(SettingsEntity entity) {
      return batch.decide(entity.book(), entity.version(), entity.configured());
    }
  }

  /** Asks for all settings. */
  record Read() implements Kind.Query<SettingsEntity, SettingsBook> {
    @Override
    public SettingsBook read(SettingsEntity entity, long version) {
      return entity.book();
    }
  }

  /** Asks for all settings, and for their version. */
  record ReadVersion() implements Kind.Query<SettingsEntity, SettingsBatch.Present> {
    @Override
    public SettingsBatch.Present read(SettingsEntity entity, long version) {
      return new SettingsBatch.Present(entity.book(), entity.version());
    }
  }
}
