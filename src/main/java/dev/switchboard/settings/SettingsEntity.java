package dev.switchboard.settings;

import dev.switchboard.entity.Decision;
import dev.switchboard.entity.Format;
import dev.switchboard.entity.Kind;
import java.util.List;
import java.util.Map;

/**
 * The one entity that holds {@link SettingsBook}; its journal is the history of all settings.
 *
 * @param configured what is configured on the node where the entity is. It is no part of the
 *     events.
 */
public record SettingsEntity(SettingsBook book, ConfiguredDefaults configured) {
  /** Where nothing is configured; see {@link #kind}. */
  public static final Kind<SettingsEntity, SettingsBook.Event> KIND =
      Kind.of(
          "Settings",
          new Format<>("settings-events", 1006, SettingsBook.Event.class),
          new SettingsEntity(SettingsBook.EMPTY, new ConfiguredDefaults(Map.of(), List.of())),
          SettingsEntity::apply);

  /** The kind on a node with this configuration. */
  public static Kind<SettingsEntity, SettingsBook.Event> kind(
      ConfiguredDefaults configuredDefaults) {
    return KIND.startingWith(_ -> new SettingsEntity(SettingsBook.EMPTY, configuredDefaults));
  }

  private SettingsEntity apply(SettingsBook.Event event) {
    return new SettingsEntity(book.apply(event), configured);
  }

  /** Asks for a change of one setting. */
  record Change(SettingsBook.Command command)
      implements Kind.Command<SettingsEntity, SettingsBook.Event, SettingsStore.Outcome> {
    @Override
    public Decision<SettingsBook.Event, SettingsStore.Outcome> decide(SettingsEntity entity) {
      return entity.book().decide(command, entity.configured());
    }
  }

  /** Asks for all settings. */
  record Read() implements Kind.Query<SettingsEntity, SettingsBook> {
    @Override
    public SettingsBook read(SettingsEntity entity, long version) {
      return entity.book();
    }
  }
}
