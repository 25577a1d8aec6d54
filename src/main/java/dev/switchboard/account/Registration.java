package dev.switchboard.account;

import java.util.concurrent.CompletionStage;

/** The rules for new accounts, read at each attempt. A stage fails if they cannot be read now. */
public interface Registration {
  /** Whether registration is open. */
  CompletionStage<Boolean> open();

  /** Whether registration needs a registration token. */
  CompletionStage<Boolean> tokenRequired();

  /** Whether the first login through Discord makes an account. */
  CompletionStage<Boolean> justInTime();
}
