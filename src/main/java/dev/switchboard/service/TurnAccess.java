package dev.switchboard.service;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the TURN server for who may make calls. */
public interface TurnAccess {
  /**
   * Credentials for somebody, good for as long as {@code turn_ttl} says; empty while the server is
   * switched off or has no secret.
   *
   * @param name whose they are; may be empty
   */
  CompletionStage<Optional<TurnCredentials>> credentials(String name);
}
