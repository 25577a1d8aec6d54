package dev.switchboard.account;

import dev.switchboard.account.Account.Holder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An event about what the holder of an account signs in with, as the journal keeps it. */
public sealed interface CredentialEvent extends Account.Event {
  /** The account after the event. */
  Holder apply(Holder holder);

  /** The account has another password, and its sessions are over. */
  record PasswordChanged(String passwordHash, String by, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withPassword(passwordHash, at);
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "PasswordChanged[by=%s, at=%s]".formatted(by, at);
    }
  }

  /** A secret was made, which no code has confirmed. */
  record SecondFactorBegun(String secret, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withSecondFactor(Optional.of(SecondFactor.begun(secret, at)));
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "SecondFactorBegun[at=%s]".formatted(at);
    }
  }

  /**
   * A sign-in asks for a code from now on.
   *
   * @param step the step of the code that confirmed it
   * @param recovery the hashes of the recovery codes
   */
  record SecondFactorOn(long step, List<String> recovery, Instant at) implements CredentialEvent {
    public SecondFactorOn {
      recovery = List.copyOf(recovery);
    }

    @Override
    public Holder apply(Holder holder) {
      return holder.withSecondFactor(
          holder.secondFactor().map(factor -> factor.confirmed(step, recovery, at)));
    }
  }

  /** A code was taken; neither it nor an earlier one is good any more. */
  record CodeUsed(long step, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withSecondFactor(holder.secondFactor().map(factor -> factor.used(step)));
    }
  }

  /** A recovery code was taken, known by its hash. */
  record RecoveryCodeUsed(String hash, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withSecondFactor(holder.secondFactor().map(factor -> factor.without(hash)));
    }
  }

  /** A sign-in asks for the password alone. */
  record SecondFactorEnded(String by, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withSecondFactor(Optional.empty());
    }
  }

  /** The account belongs to a Discord user. */
  record Linked(long discordUser, String by, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withDiscordUser(Optional.of(discordUser));
    }
  }

  /** The account belongs to nobody on Discord. */
  record Unlinked(String by, Instant at) implements CredentialEvent {
    @Override
    public Holder apply(Holder holder) {
      return holder.withDiscordUser(Optional.empty());
    }
  }
}
