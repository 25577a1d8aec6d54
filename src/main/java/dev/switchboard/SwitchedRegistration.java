package dev.switchboard;

import dev.switchboard.account.Registration;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import java.util.concurrent.CompletionStage;

/** As administrators switched it, a second ago at most. */
record SwitchedRegistration(Toggles toggles) implements Registration {
  @Override
  public CompletionStage<Boolean> open() {
    return toggles.isOnLately(ToggleName.REGISTRATION);
  }

  @Override
  public CompletionStage<Boolean> justInTime() {
    return toggles.isOnLately(ToggleName.JIT);
  }
}
