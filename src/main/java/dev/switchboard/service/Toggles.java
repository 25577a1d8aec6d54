package dev.switchboard.service;

import dev.switchboard.access.Principal;
import java.util.concurrent.CompletionStage;

/** The port to what is wanted of the toggles. Every stage fails where the database is away. */
public interface Toggles {
  /** How it stands. */
  CompletionStage<Toggle.Position> position(ToggleName toggle);

  /** Switches it; completes when that is stored. */
  CompletionStage<Toggle.Position> turn(ToggleName toggle, boolean on, Principal by);

  /** Whether it is on. */
  CompletionStage<Boolean> isOn(ToggleName toggle);

  /**
   * Whether it was on a second ago at the most, which costs nothing for many who ask. What is
   * switched on this node is known at once.
   */
  CompletionStage<Boolean> isOnLately(ToggleName toggle);
}
