package dev.switchboard.account;

import java.util.concurrent.CompletionStage;

/** Who may come to have an account. Asked at each attempt; fails where that is not known now. */
public interface Registration {
  /** Whether anybody may make one. */
  CompletionStage<Boolean> open();

  /** Whether it takes a registration token to make one. */
  CompletionStage<Boolean> tokenRequired();

  /** Whether one is made at the first login by way of Discord. */
  CompletionStage<Boolean> justInTime();
}
