package dev.switchboard.account;

import dev.switchboard.account.Account.Decision;
import dev.switchboard.account.Account.Holder;
import dev.switchboard.account.Account.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request about what the holder of an account signs in with: the password, the second factor, the
 * Discord user. Where there is no account, each is refused.
 */
public sealed interface CredentialCommand extends Account.Command {
  /** The decision on the account as it is. */
  Decision decide(Holder holder);

  /**
   * Changes the password.
   *
   * @param since the {@link Holder#since} of the account whose password was checked before
   */
  record ChangePassword(String passwordHash, Instant since, String by, Instant at)
      implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      return holder.since().equals(since)
          ? new Decision.Persist(new CredentialEvent.PasswordChanged(passwordHash, by, at))
          : new Decision.Refuse(Reason.CHANGED);
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "ChangePassword[by=%s, at=%s]".formatted(by, at);
    }
  }

  /**
   * Begins with a second factor. Where one was begun a short time ago, its secret stays.
   *
   * @param secret in base32
   */
  record BeginSecondFactor(String secret, Instant at) implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      if (holder.secondFactor().filter(SecondFactor::isOn).isPresent()) {
        return new Decision.Refuse(Reason.SECOND_FACTOR_ON);
      }
      return holder.secondFactor().filter(factor -> factor.isShownAt(at)).isPresent()
          ? new Decision.Nothing()
          : new Decision.Persist(new CredentialEvent.SecondFactorBegun(secret, at));
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "BeginSecondFactor[at=%s]".formatted(at);
    }
  }

  /**
   * Switches the second factor on, if the code is right.
   *
   * @param recovery the hashes of the recovery codes
   */
  record ConfirmSecondFactor(String code, List<String> recovery, Instant at)
      implements CredentialCommand {
    public ConfirmSecondFactor {
      recovery = List.copyOf(recovery);
    }

    @Override
    public Decision decide(Holder holder) {
      if (holder.secondFactor().isEmpty()) {
        return new Decision.Refuse(Reason.SECOND_FACTOR_OFF);
      }
      SecondFactor factor = holder.secondFactor().get();
      if (factor.isOn()) {
        return new Decision.Refuse(Reason.SECOND_FACTOR_ON);
      }
      OptionalLong step = factor.stepOf(code, at);
      return step.isPresent()
          ? new Decision.Persist(new CredentialEvent.SecondFactorOn(step.getAsLong(), recovery, at))
          : new Decision.Refuse(Reason.WRONG_CODE);
    }

    /** Without the code. */
    @Override
    public String toString() {
      return "ConfirmSecondFactor[at=%s]".formatted(at);
    }
  }

  /**
   * Takes a code at a sign-in.
   *
   * @param since as in {@link ChangePassword}
   */
  record UseCode(String code, Instant since, Instant at) implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      if (!holder.since().equals(since)) {
        return new Decision.Refuse(Reason.CHANGED);
      }
      Optional<SecondFactor> factor = holder.secondFactor().filter(SecondFactor::isOn);
      if (factor.isEmpty()) {
        return new Decision.Nothing();
      }
      OptionalLong step = factor.get().stepOf(code, at);
      if (step.isPresent()) {
        return new Decision.Persist(new CredentialEvent.CodeUsed(step.getAsLong(), at));
      }
      return factor
          .get()
          .recoveryOf(code)
          .<Decision>map(
              hash -> new Decision.Persist(new CredentialEvent.RecoveryCodeUsed(hash, at)))
          .orElseGet(() -> new Decision.Refuse(Reason.WRONG_CODE));
    }

    /** Without the code. */
    @Override
    public String toString() {
      return "UseCode[at=%s]".formatted(at);
    }
  }

  /**
   * Switches the second factor off, if the code is right.
   *
   * @param since as in {@link ChangePassword}
   */
  record EndSecondFactor(String code, Instant since, String by, Instant at)
      implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      if (!holder.since().equals(since)) {
        return new Decision.Refuse(Reason.CHANGED);
      }
      Optional<SecondFactor> factor = holder.secondFactor().filter(SecondFactor::isOn);
      if (factor.isEmpty()) {
        return new Decision.Refuse(Reason.SECOND_FACTOR_OFF);
      }
      return factor.get().stepOf(code, at).isPresent() || factor.get().recoveryOf(code).isPresent()
          ? new Decision.Persist(new CredentialEvent.SecondFactorEnded(by, at))
          : new Decision.Refuse(Reason.WRONG_CODE);
    }

    /** Without the code. */
    @Override
    public String toString() {
      return "EndSecondFactor[by=%s, at=%s]".formatted(by, at);
    }
  }

  /** Notes the Discord user that {@link AccountLinks} has given to the account. */
  record Link(long discordUser, String by, Instant at) implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      return holder.discordUser().equals(Optional.of(discordUser))
          ? new Decision.Nothing()
          : new Decision.Persist(new CredentialEvent.Linked(discordUser, by, at));
    }
  }

  /** Notes that a Discord user is not the account's any more. */
  record Unlink(long discordUser, String by, Instant at) implements CredentialCommand {
    @Override
    public Decision decide(Holder holder) {
      return holder.discordUser().equals(Optional.of(discordUser))
          ? new Decision.Persist(new CredentialEvent.Unlinked(by, at))
          : new Decision.Nothing();
    }
  }
}
