package dev.switchboard.http.api.account;

import dev.switchboard.access.AuditEntry;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.access.login.IdentityProvider;
import dev.switchboard.account.AccountName;
import dev.switchboard.http.endpoint.ApiJson;
import dev.switchboard.http.endpoint.Call;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Sign-ins in the audit log, as {@code POST /api/user/sessions}: who signed in, or why nobody did.
 * Stored before the session is opened.
 */
public final class LoginTrail {
  private static final String RESOURCE = "/api/user/sessions";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int UNAUTHORIZED = 401;

  private final AuditLog log;
  private final Clock clock;

  public LoginTrail(AuditLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Somebody signed in by Discord. */
  public CompletionStage<Done> signedIn(Call call, IdentityProvider.Identity person) {
    return signedIn(
        call, new Principal.DiscordUser(person.id(), person.shown(), Set.of(), source(call)));
  }

  /** Somebody signed in with a local account. */
  CompletionStage<Done> signedIn(Call call, AccountName account) {
    return signedIn(call, new Principal.AccountHolder(account.value(), Set.of(), source(call)));
  }

  private CompletionStage<Done> signedIn(Call call, Principal by) {
    return write(call, by.name(), RESOURCE, CREATED, Map.of("request", call.id()));
  }

  private static Principal.Source source(Call call) {
    return new Principal.Source(
        Surface.PANEL, Optional.of(call.request().from().getHostAddress()), call.id());
  }

  /** Nobody is signed in. */
  public CompletionStage<Done> refused(Call call, String reason) {
    return write(call, "", RESOURCE, UNAUTHORIZED, Map.of("request", call.id(), "reason", reason));
  }

  /** An account was linked with a Discord user, by a return from Discord, which is a GET. */
  public CompletionStage<Done> linked(Call call, Principal by, long discordUser) {
    return write(
        call,
        by.name(),
        "/api/user/account/link",
        OK,
        Map.of("request", call.id(), "discord_user", String.valueOf(discordUser)));
  }

  private CompletionStage<Done> write(
      Call call, String caller, String resource, int status, Map<String, String> detail) {
    return log.write(
        new AuditEntry(
            clock.instant(),
            caller,
            call.request().from().getHostAddress(),
            Surface.PANEL.word(),
            "POST",
            resource,
            status,
            new String(ApiJson.written(detail), StandardCharsets.UTF_8)));
  }
}
