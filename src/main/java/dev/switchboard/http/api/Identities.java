package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.key.ApiKeys;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.access.session.Client;
import dev.switchboard.access.session.Holder;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.http.endpoint.Credentials;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link Credentials} by sessions, the permissions of the panel, and API keys. */
public final class Identities implements Credentials {
  private final Sessions sessions;
  private final PanelRights rights;
  private final ApiKeys keys;
  private final AccountStandings accounts;

  public Identities(
      Sessions sessions, PanelRights rights, ApiKeys keys, AccountStandings accounts) {
    this.sessions = sessions;
    this.rights = rights;
    this.keys = keys;
    this.accounts = accounts;
  }

  @Override
  public CompletionStage<Optional<Session>> session(
      String token, String device, Principal.Source source) {
    return sessions
        .use(token, new Client(source.address().orElse(""), device))
        .thenCompose(found ->
            found
                .map(listed ->
                    principal(listed.session().holder(), source)
                        .thenApply(by -> Optional.of(new Session(listed.id(), by))))
                .orElseGet(() -> CompletableFuture.completedStage(Optional.empty())));
  }

  private CompletionStage<Principal> principal(Holder holder, Principal.Source source) {
    return switch (holder) {
      case Holder.DiscordUser user -> discordUser(user.id(), user.shown(), source);
      case Holder.LocalAccount account ->
          accounts
              .of(account.name())
              .thenCompose(standing ->
                  standing
                      .flatMap(AccountStandings.Standing::discordUser)
                      .map(user -> discordUser(user, account.name(), source))
                      // Nothing is granted to accounts.
                      .orElseGet(() ->
                          CompletableFuture.completedStage(
                              new Principal.AccountHolder(account.name(), Set.of(), source))));
    };
  }

  /** Whoever is linked with a Discord user is that user, with the user's rights. */
  private CompletionStage<Principal> discordUser(long id, String shown, Principal.Source source) {
    return rights
        .of(id)
        .thenApply(access ->
            new Principal.DiscordUser(
                id,
                access.member().map(member -> member.name()).orElse(shown),
                access.rights(),
                source));
  }

  @Override
  public CompletionStage<Optional<Key>> key(String text, Principal.Source source) {
    return keys.holder(text)
        .thenApply(
            found -> found.map(holder -> new Key(holder.principal(source), holder.permissions())));
  }
}
