package dev.switchboard.config;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBook;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns the operator once about each stored setting that cannot be used. Thread-safe. */
public final class UnusableSettings {
  private static final Logger LOG = LoggerFactory.getLogger(UnusableSettings.class);

  private final Set<Setting> told = EnumSet.noneOf(Setting.class);

  public synchronized void tell(SettingsBook book) {
    for (Setting setting : Setting.values()) {
      // The stored value is not shown: it may contain control characters or be a secret.
      book.objection(setting)
          .ifPresentOrElse(
              why -> {
                if (told.add(setting)) {
                  LOG.warn(
                      "What an administrator set as {} counts for nothing, but its default does:"
                          + " an earlier version took it, this one does not ({}). Set or reset it.",
                      setting.wireName(),
                      why);
                }
              },
              () -> told.remove(setting));
    }
  }
}
