package dev.switchboard.service;

import dev.switchboard.access.Principal;
import java.util.concurrent.CompletionStage;

/** The port to the toggles. Every stage fails while the database is away. */
public interface Toggles {
  /** The position of a toggle. */
  CompletionStage<Toggle.Position> position(ToggleName toggle);

  /** Switches a toggle. Completes with its position when that is stored. */
  CompletionStage<Toggle.Position> turn(ToggleName toggle, boolean on, Principal by);

  /** Whether a toggle is on. */
  CompletionStage<Boolean> isOn(ToggleName toggle);

  /**
   * Whether a toggle was on at most a second ago. Frequent questions cost nothing. A switch on this
   * node is known at once.
   */
  CompletionStage<Boolean> isOnLately(ToggleName toggle);
}
