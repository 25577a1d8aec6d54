package dev.switchboard.settings;

import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.settings.SettingsBook.Event;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsBook.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A change of several settings by one person, which is made as a whole or not at all. Only settings
 * that every node reads anew each time ({@link SettingUser#readsEachTime}) can be in it: the others
 * have to be tried by their user one by one ({@link SettingChanges}).
 *
 * @param changes each setting at most once
 * @param seen the version on which the person decided; empty if it does not matter
 * @param by the name of the principal
 */
public record SettingsBatch(List<Change> changes, OptionalLong seen, String by, Instant at) {
  public SettingsBatch {
    changes = List.copyOf(changes);
  }

  /**
   * The change of one setting.
   *
   * @param value the next value; empty to reset the setting to its default
   */
  public record Change(Setting setting, Optional<String> value) {}

  /**
   * All settings at one moment.
   *
   * @param version the number of changes so far
   */
  public record Present(SettingsBook book, long version) implements ClusterMessage {}

  /** The answer to a batch. */
  public sealed interface Outcome extends ClusterMessage {
    /**
     * All changes are stored.
     *
     * @param former the settings before
     * @param present the settings with the changes
     */
    record Kept(SettingsBook former, Present present) implements Outcome {}

    /** Nothing is changed. */
    record Refused(Refusal refusal) implements Outcome {}
  }

  /**
   * The decision, given these settings and defaults. A setting that stays as it is has no event.
   */
  Decision<Event, Outcome> decide(
      SettingsBook book, long version, ConfiguredDefaults configuredDefaults) {
    if (seen.isPresent() && seen.getAsLong() != version) {
      return refused(
          Refusal.Why.CHANGED_MEANWHILE,
          "the settings have been changed meanwhile; look at them and try again");
    }
    Set<Setting> named = EnumSet.noneOf(Setting.class);
    List<Event> events = new ArrayList<>();
    SettingsBook next = book;
    for (Change change : changes) {
      Optional<String> objection = objection(change, next, configuredDefaults);
      if (objection.isPresent() || !named.add(change.setting())) {
        return refused(
            Refusal.Why.UNUSABLE,
            "%s: %s".formatted(change.setting().wireName(), objection.orElse("comes twice")));
      }
      Optional<Event> event = event(change, next);
      events.addAll(event.stream().toList());
      next = event.map(next::apply).orElse(next);
    }
    return new Decision<>(
        events, new Outcome.Kept(book, new Present(next, version + events.size())));
  }

  private static Decision<Event, Outcome> refused(Refusal.Why why, String words) {
    return Decision.reply(new Outcome.Refused(new Refusal(why, words)));
  }

  private static Optional<String> objection(
      Change change, SettingsBook book, ConfiguredDefaults configuredDefaults) {
    Setting setting = change.setting();
    if (!setting.consumer().readsEachTime()) {
      return Optional.of("has to be changed by itself");
    }
    return change
        .value()
        .flatMap(value ->
            setting
                .kind()
                .objection(value)
                .or(() ->
                    configuredDefaults.objection(setting, value, book.over(configuredDefaults))));
  }

  private Optional<Event> event(Change change, SettingsBook book) {
    Setting setting = change.setting();
    Optional<Held> present = book.of(setting);
    Optional<String> next = change.value().map(setting.kind()::canonical);
    if (present.map(Held::value).equals(next)) {
      return Optional.empty();
    }
    return Optional.of(
        next.<Event>map(value -> new Event.Put(new Held(setting, value, by, at)))
            .orElseGet(() -> new Event.Reset(setting, by, at)));
  }
}
