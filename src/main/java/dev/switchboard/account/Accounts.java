package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the local accounts. Every stage fails if the database is out of reach; those with
 * passwords fail with {@link Passwords.Busy} if too many wait at once. Thread-safe.
 */
public interface Accounts {
  /** The answer to {@link #register} and {@link #make}. */
  sealed interface Making {
    /**
     * The account was made.
     *
     * @param password its password, which cannot be shown again
     */
    record Made(AccountName name, String password) implements Making {
      @Override
      public String toString() {
        return "Made[name=%s]".formatted(name);
      }
    }

    /** Registration is closed. */
    record Closed() implements Making {}

    /** Registration needs a token, and none was given. */
    record TokenRequired() implements Making {}

    /** The given registration token is not valid. */
    record TokenRefused(TokenBook.Reason reason) implements Making {}

    /** The largest number of registered accounts is reached. */
    record Full() implements Making {}
  }

  /** The answer to {@link #signIn}. */
  sealed interface SignIn {
    /**
     * Everything is right.
     *
     * @param since the mark of the sessions that are opened by it, {@link Account.Holder#since}
     */
    record Welcome(AccountName name, Instant since) implements SignIn {}

    /**
     * Unknown account, wrong password, wrong or missing code or blocked name; the answer does not
     * say which.
     */
    record Refused() implements SignIn {}
  }

  /** The answer to {@link #atFirstLogin}. */
  sealed interface FirstLogin {
    /**
     * The account of the user.
     *
     * @param made whether it was made by this call
     */
    record Known(AccountName name, boolean made) implements FirstLogin {}

    /** There is no account, and none is made at a first login. */
    record Closed() implements FirstLogin {}

    /** The name of the account is blocked, as after a removal. */
    record Blocked() implements FirstLogin {}
  }

  /**
   * An account in a list.
   *
   * @param usedBytes the bytes of its stored messages and files
   * @param maxBytes its quota in bytes; 0 for no limit
   * @param isDefaultQuota whether the quota is the default
   */
  record Listed(
      AccountName name, long usedBytes, long maxBytes, boolean isDefaultQuota, Instant created) {}

  /**
   * A page of accounts, ordered by name.
   *
   * @param more whether further accounts follow
   * @param total the number of all accounts
   */
  record Page(List<Listed> accounts, boolean more, long total) {}

  /**
   * Makes an account with a random name and password, if registration is open and needs no token.
   */
  CompletionStage<Making> register();

  /**
   * Makes an account with a registration token, whether registration is open or not. The use counts
   * before the account is made, even if making it then fails because the database is out of reach:
   * a token never makes more accounts than it has uses.
   */
  CompletionStage<Making> register(String token);

  /** Makes an account, whether registration is open or not. */
  CompletionStage<Making> make(Principal by);

  /**
   * Removes the account and its stored data, and blocks the name, even if there is no such account.
   */
  CompletionStage<AccountEntity.Removal> remove(AccountName name, String reason, Principal by);

  /**
   * Checks a name, a password, and the code of the second factor where that is on. Hashes a
   * password also for an unknown name. A code that is taken is good no second time.
   *
   * @param name empty for what is no name of any account
   * @param code of the program on the holder's telephone, or a recovery code
   */
  CompletionStage<SignIn> signIn(
      Optional<AccountName> name, String password, Optional<String> code);

  /**
   * The account of a user who logs in through Discord: the one with which the user is linked, else
   * one that is made and linked now, if that is allowed. However often it is asked, and wherever it
   * was interrupted, it makes one at most.
   */
  CompletionStage<FirstLogin> atFirstLogin(long discordUser);

  /**
   * A page of accounts, ordered by name.
   *
   * @param after the last name of the page before; empty for the first page
   */
  CompletionStage<Page> page(Optional<AccountName> after, int most);

  /** The number of accounts. */
  CompletionStage<Long> count();

  /** The account of a Discord user, if there is one. */
  CompletionStage<Optional<AccountName>> of(long discordUser);

  /** The answer to {@link #discordUserOf}. */
  sealed interface Whose {
    /** The account exists; {@code discordUser} is empty if it has no Discord user. */
    record Account(Optional<Long> discordUser) implements Whose {}

    /** There is no such account, and the name contains no Discord user id. */
    record Nobody() implements Whose {}
  }

  /**
   * The Discord user of a name: from the account, else from the name itself, which may be a user id
   * with or without the prefix {@code discord-}.
   */
  CompletionStage<Whose> discordUserOf(AccountName name);
}
