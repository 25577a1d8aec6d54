package dev.switchboard.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the TURN server, for people who may make calls. */
public interface TurnAccess {
  /**
   * Makes credentials, valid for the time in {@code turn_ttl}; empty while the server is switched
   * off or has no secret.
   *
   * @param name the user of the credentials; may be empty
   */
  CompletionStage<Optional<TurnCredentials>> credentials(String name);
}
