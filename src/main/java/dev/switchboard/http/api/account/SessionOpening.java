package dev.switchboard.http.api.account;

import dev.switchboard.access.session.Client;
import dev.switchboard.access.session.Holder;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.http.endpoint.ApiRequest;
import dev.switchboard.http.endpoint.SessionCookie;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Opens sessions for those who have proved who they are.
 *
 * @param lifetime how long the browser keeps the cookie of a session
 */
public record SessionOpening(Sessions sessions, SessionCookie cookie, Duration lifetime) {
  /** Opens a session under a new token, and gives the header {@code Set-Cookie} that has it. */
  public CompletionStage<String> open(Holder holder, ApiRequest request) {
    return sessions
        .open(
            holder,
            new Client(request.from().getHostAddress(), request.header("User-Agent").orElse("")))
        .thenApply(opened -> cookie.set(opened.token(), lifetime));
  }
}
