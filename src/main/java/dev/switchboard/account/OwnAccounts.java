package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to what the holder of a local account does with it. Each change is asked for in the name
 * of its holder; who calls has made sure that it is theirs. Every stage fails if the database is
 * out of reach; those with passwords fail with {@link Passwords.Busy} if too many wait at once.
 * Thread-safe.
 */
public interface OwnAccounts {
  /** The least and the greatest number of characters of a password that a person chooses. */
  int SHORTEST_PASSWORD = 12;

  int LONGEST_PASSWORD = 256;

  /**
   * An account as its holder sees it.
   *
   * @param secondFactor whether a sign-in asks for a code
   * @param recoveryCodes how many are left
   * @param discordUser the Discord user with whom it is linked, if any
   */
  record Shown(
      AccountName name,
      Instant created,
      boolean hasPassword,
      boolean secondFactor,
      int recoveryCodes,
      Optional<Long> discordUser) {}

  /** Why something was not done. */
  enum Refusal {
    /** There is no such account, or its name is blocked. */
    UNKNOWN,
    /** The password is wrong, or was changed meanwhile. */
    WRONG_PASSWORD,
    /** The code is wrong, or was used before. */
    WRONG_CODE,
    /** The account has no password, without which it could not be signed in to. */
    NO_PASSWORD,
    /** The second factor is on already. */
    ON_ALREADY,
    /** There is no second factor, or none was begun. */
    NOT_ON,
    /** The account is linked with another Discord user. */
    ACCOUNT_LINKED,
    /** The Discord user is linked with another account. */
    USER_LINKED
  }

  /** The answer to {@link #changePassword}. */
  sealed interface Changing {
    /**
     * The password is another one.
     *
     * @param since the mark of the sessions that are opened by it
     */
    record Changed(Instant since) implements Changing {}

    record Refused(Refusal why) implements Changing {}
  }

  /** The answer to {@link #beginSecondFactor}. */
  sealed interface Beginning {
    /**
     * A secret for the program on the holder's telephone.
     *
     * @param secret in base32
     */
    record Begun(String secret) implements Beginning {
      /** Without the secret. */
      @Override
      public String toString() {
        return "Begun[]";
      }
    }

    record Refused(Refusal why) implements Beginning {}
  }

  /** The answer to {@link #confirmSecondFactor}. */
  sealed interface Confirming {
    /**
     * The second factor is on.
     *
     * @param recoveryCodes each good for one sign-in; nobody can show them again
     */
    record Confirmed(List<String> recoveryCodes) implements Confirming {
      public Confirmed {
        recoveryCodes = List.copyOf(recoveryCodes);
      }

      /** Without the codes. */
      @Override
      public String toString() {
        return "Confirmed[]";
      }
    }

    record Refused(Refusal why) implements Confirming {}
  }

  /** An account that there is and that is not blocked. */
  CompletionStage<Optional<Shown>> find(AccountName name);

  /**
   * Changes the password, and so ends all sessions that were opened by the former one.
   *
   * @param present the present password; empty where the account has none
   */
  CompletionStage<Changing> changePassword(
      AccountName name, Optional<String> present, String next, Principal by);

  /** Begins with a second factor; it is off until it is confirmed. */
  CompletionStage<Beginning> beginSecondFactor(AccountName name, String password, Principal by);

  /** Switches the second factor on, by the first code. */
  CompletionStage<Confirming> confirmSecondFactor(AccountName name, String code, Principal by);

  /** Switches the second factor off. Empty where that was done. */
  CompletionStage<Optional<Refusal>> endSecondFactor(
      AccountName name, String password, String code, Principal by);

  /** Links the account with a Discord user who has proved who they are. Empty where it is done. */
  CompletionStage<Optional<Refusal>> link(AccountName name, long discordUser, Principal by);

  /** Ends the link with the Discord user. Empty where there is none any more. */
  CompletionStage<Optional<Refusal>> unlink(AccountName name, String password, Principal by);
}
