package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the local accounts. Every stage fails where the database is out of reach, and those
 * with passwords with {@link Passwords.Busy} where too many are asked for at once. Thread-safe.
 */
public interface Accounts {
  /** The answer to {@link #register} and {@link #make}. */
  sealed interface Making {
    /**
     * It is there.
     *
     * @param password which nobody can show again
     */
    record Made(AccountName name, String password) implements Making {
      @Override
      public String toString() {
        return "Made[name=%s]".formatted(name);
      }
    }

    /** Registration is closed. */
    record Closed() implements Making {}

    /** It takes a registration token, and none was given. */
    record TokenRequired() implements Making {}

    /** The registration token that was given is not good. */
    record TokenRefused(TokenBook.Reason reason) implements Making {}

    /** As many as may be have registered. */
    record Full() implements Making {}
  }

  /** The answer to {@link #signIn}. */
  sealed interface SignIn {
    record Welcome(AccountName name) implements SignIn {}

    /** No such account, not its password, or the name is blocked: nobody is told which. */
    record Refused() implements SignIn {}
  }

  /** The answer to {@link #atFirstLogin}. */
  sealed interface FirstLogin {
    /**
     * This is the account.
     *
     * @param made whether it was made now
     */
    record Known(AccountName name, boolean made) implements FirstLogin {}

    /** There is none, and none is made at a first login. */
    record Closed() implements FirstLogin {}

    /** The name that it would have is blocked, as after a removal. */
    record Blocked() implements FirstLogin {}
  }

  /**
   * An account in a list.
   *
   * @param usedBytes of messages and files that are stored
   * @param maxBytes how many there may be; 0 is any number
   * @param isDefaultQuota whether that is the default
   */
  record Listed(
      AccountName name, long usedBytes, long maxBytes, boolean isDefaultQuota, Instant created) {}

  /**
   * Accounts, by name.
   *
   * @param more whether others follow
   * @param total how many there are in all
   */
  record Page(List<Listed> accounts, boolean more, long total) {}

  /** Makes one with a random name and password, if registration is open and takes no token. */
  CompletionStage<Making> register();

  /**
   * Makes one with a registration token, whether registration is open or not. Its use counts as
   * soon as it is taken, also where the account cannot be made then since the database is away: no
   * token ever makes more accounts than it has uses.
   */
  CompletionStage<Making> register(String token);

  /** Makes one whether registration is open or not. */
  CompletionStage<Making> make(Principal by);

  /**
   * Removes the account and what it stored, and blocks the name; also where there is no such
   * account.
   */
  CompletionStage<AccountEntity.Removal> remove(AccountName name, String reason, Principal by);

  /** Whether somebody is who they say. Takes as long for an unknown name as for a known one. */
  CompletionStage<SignIn> signIn(AccountName name, String password);

  /** The account of somebody who comes by way of Discord; made now, if that is allowed. */
  CompletionStage<FirstLogin> atFirstLogin(long discordUser);

  /**
   * Some of them, by name.
   *
   * @param after the last name of the page before; empty for the first page
   */
  CompletionStage<Page> page(Optional<AccountName> after, int most);

  /** How many there are. */
  CompletionStage<Long> count();

  /** The account of somebody on Discord, if there is one. */
  CompletionStage<Optional<AccountName>> of(long discordUser);

  /** The answer to {@link #discordUserOf}. */
  sealed interface Whose {
    /** The account is there; empty where it is nobody's on Discord. */
    record Account(Optional<Long> discordUser) implements Whose {}

    /** There is no such account, and the name is not that of somebody on Discord. */
    record Nobody() implements Whose {}
  }

  /**
   * Who that is on Discord: by the account, else by the name itself, which may be a user id with
   * {@code discord-} before it or without.
   */
  CompletionStage<Whose> discordUserOf(AccountName name);
}
