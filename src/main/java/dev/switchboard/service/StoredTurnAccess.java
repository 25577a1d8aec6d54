package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The {@link TurnAccess} by what is stored: the toggle of the TURN server, its secret, and the
 * lifetime of credentials.
 */
public record StoredTurnAccess(ManagedServices.Stored stored, Clock clock) implements TurnAccess {
  private static final ToggleName TURN = new TurnService().toggle();

  @Override
  public CompletionStage<Optional<TurnCredentials>> credentials(String name) {
    return stored
        .toggles()
        .isOnLately(TURN)
        .thenCombine(
            stored.values(),
            (on, values) -> {
              String secret = values.getOrDefault(Setting.TURN_SECRET, "");
              long lifetime = Long.parseLong(values.getOrDefault(Setting.TURN_TTL, ""));
              return on && !secret.isEmpty()
                  ? Optional.of(
                      TurnCredentials.of(
                          secret, Duration.ofSeconds(lifetime), name, clock.instant()))
                  : Optional.empty();
            });
  }
}
