package dev.switchboard.http.api.account;

import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.login.IdentityProvider;
import dev.switchboard.access.login.LoginAttempts;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.http.endpoint.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operations of this package.
 *
 * @param discord empty where the panel is off: then nobody signs in
 */
public record AccountOperations(
    Accounts accounts,
    OwnAccounts own,
    AccountStandings standings,
    Optional<IdentityProvider> discord,
    LoginAttempts attempts,
    SessionOpening opening,
    LoginTrail trail,
    PanelRights rights) {
  /** All of them. */
  public List<Endpoint> endpoints() {
    PasswordChecks checks = new PasswordChecks();
    return Stream.of(
            discord
                .map(_ -> new AccountSignInResource(accounts, checks, opening, trail).endpoints())
                .orElse(List.of()),
            new OwnAccountResource(
                    new OwnAccountResource.Ports(accounts, own, discord, attempts, checks, opening))
                .endpoints(),
            new AllSessionsResource(opening.sessions(), rights, standings).endpoints())
        .flatMap(List::stream)
        .toList();
  }
}
