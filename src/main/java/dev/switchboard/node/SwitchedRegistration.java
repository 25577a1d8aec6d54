package dev.switchboard.node;

import dev.switchboard.account.Registration;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsStore;
import java.util.concurrent.CompletionStage;

/** Registration as administrators switched it, at most a second ago. */
record SwitchedRegistration(Toggles toggles, SettingsStore settings, ConfiguredDefaults configured)
    implements Registration {
  @Override
  public CompletionStage<Boolean> open() {
    return toggles.isOnLately(ToggleName.REGISTRATION);
  }

  @Override
  public CompletionStage<Boolean> tokenRequired() {
    return settings
        .read()
        .thenApply(book ->
            Boolean.parseBoolean(
                book.over(configured).getOrDefault(Setting.REGISTRATION_TOKEN_REQUIRED, "false")));
  }

  @Override
  public CompletionStage<Boolean> justInTime() {
    return toggles.isOnLately(ToggleName.JIT);
  }
}
