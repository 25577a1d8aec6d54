package dev.switchboard.rpc.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.Scope;
import dev.switchboard.rpc.Operation;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Request;
import dev.switchboard.rpc.RequestRefused;
import dev.switchboard.rpc.Resource;
import dev.switchboard.service.TurnAccess;
import dev.switchboard.service.TurnCredentials;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * {@code /admin/services/turn/credentials}: a user name and a password for the TURN server, valid
 * for the time in {@code turn_ttl}. Administrators use them for a trial or pass them on to an app.
 * They are stored nowhere; each call makes new ones.
 */
public final class TurnCredentialsResource implements Resource {
  /**
   * The form of a name: no character that has a meaning in coturn's log or separates its fields.
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{0,64}");

  private final TurnAccess access;

  public TurnCredentialsResource(TurnAccess access) {
    this.access = access;
  }

  @Override
  public String path() {
    return "/admin/services/turn/credentials";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("GET", this::make);
  }

  @Override
  public Set<String> fields() {
    return Set.of("name");
  }

  /** The scope is that of the secret from which the credentials are made. */
  @Override
  public Scope scope(String method) {
    return Scope.SETTINGS;
  }

  private CompletionStage<Reply> make(Request request) {
    String name = request.body().text("name").orElse("");
    if (!NAME.matcher(name).matches()) {
      throw new RequestRefused(
          Reply.BAD_REQUEST, "name must be up to 64 characters of a-z, A-Z, 0-9, and . _ @ -");
    }
    return access
        .credentials(name)
        .thenApply(made ->
            made.map(TurnCredentialsResource::shown)
                .orElseGet(() ->
                    Reply.error(
                        Reply.CONFLICT, "turn is switched off, or turn_secret is not set")));
  }

  private static Reply shown(TurnCredentials made) {
    return Reply.ok(
        JsonNodeFactory.instance
            .objectNode()
            .put("username", made.username())
            .put("password", made.password())
            .put("expires_at", made.expires().toString()));
  }
}
