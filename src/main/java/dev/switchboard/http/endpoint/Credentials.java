package dev.switchboard.http.endpoint;

import dev.switchboard.access.Principal;
import dev.switchboard.access.key.KeyPermission;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The port by which the API finds out in whose name a request is made. A stage fails where that
 * cannot be found out now.
 */
public interface Credentials {
  /**
   * The principal of a live session, with the rights that its holder has at this moment.
   *
   * @param id the session's id, which is not its token
   */
  record Session(String id, Principal by) {}

  /**
   * The live session of a token; empty where there is none.
   *
   * @param device the header {@code User-Agent}; empty where it was not sent
   */
  CompletionStage<Optional<Session>> session(String token, String device, Principal.Source source);

  /**
   * The principal of an API key.
   *
   * @param permissions with those that they include
   */
  record Key(Principal by, Set<KeyPermission> permissions) {
    public Key {
      permissions = Set.copyOf(permissions);
    }
  }

  /** The principal of a valid API key; empty for an unknown, revoked or expired one. */
  CompletionStage<Optional<Key>> key(String text, Principal.Source source);
}
