package dev.switchboard.account;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * The table of links between local accounts and Discord users. It alone decides: a user has one
 * account at most, and an account one user. Every stage fails if the database is out of reach.
 * Thread-safe.
 */
public final class AccountLinks {
  private final Database database;

  public AccountLinks(Database database) {
    this.database = database;
  }

  /** The answer to {@link #claim}. */
  sealed interface Claim {
    /** The link is there, now or before. */
    record Held() implements Claim {}

    /** The user has another account. */
    record UserHas(AccountName other) implements Claim {}

    /** The account has another user. */
    record AccountHas(long other) implements Claim {}
  }

  /** Makes the link, unless one of the two has another. */
  CompletionStage<Claim> claim(long user, AccountName account, Instant at) {
    return database.transaction(handle -> {
      handle
          .createUpdate(
              """
              insert into account_link (discord_user, account, at) values (:user, :account, :at)
              on conflict do nothing
              """)
          .bind("user", user)
          .bind("account", account.value())
          .bind("at", at.atOffset(ZoneOffset.UTC))
          .execute();
      Optional<AccountName> ofUser = accountOf(handle, user);
      if (ofUser.isPresent()) {
        return ofUser.get().equals(account) ? new Claim.Held() : new Claim.UserHas(ofUser.get());
      }
      // Only a link of the account can have been in the way.
      return new Claim.AccountHas(userOf(handle, account).orElse(0L));
    });
  }

  /** Ends the link, if it is there. */
  CompletionStage<Done> release(long user, AccountName account) {
    return database.query(handle -> {
      handle
          .createUpdate(
              "delete from account_link where discord_user = :user and account = :account")
          .bind("user", user)
          .bind("account", account.value())
          .execute();
      return Done.getInstance();
    });
  }

  /** The name with which a user is linked; there may be no account of that name any more. */
  CompletionStage<Optional<AccountName>> accountOf(long user) {
    return database.query(handle -> accountOf(handle, user));
  }

  /** The user with whom a name is linked. */
  CompletionStage<Optional<Long>> userOf(AccountName account) {
    return database.query(handle -> userOf(handle, account));
  }

  private static Optional<AccountName> accountOf(Handle handle, long user) {
    return handle
        .createQuery("select account from account_link where discord_user = :user")
        .bind("user", user)
        .mapTo(String.class)
        .findFirst()
        .map(AccountName::new);
  }

  private static Optional<Long> userOf(Handle handle, AccountName account) {
    return handle
        .createQuery("select discord_user from account_link where account = :account")
        .bind("account", account.value())
        .mapTo(Long.class)
        .findFirst();
  }
}
