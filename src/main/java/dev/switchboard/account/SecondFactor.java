package dev.switchboard.account;

import dev.switchboard.access.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The second factor of an account: one-time codes of a program on its holder's telephone, and
 * recovery codes for the case that it is lost.
 *
 * @param secret in base32. It is shown until the factor is on, and never again
 * @param begun when the secret was made
 * @param on from when on a sign-in asks for a code; empty until the first code was right
 * @param lastStep the step of the last code that was taken: no code up to it is good any more
 * @param recovery the hashes of the recovery codes that were not used
 */
public record SecondFactor(
    String secret, Instant begun, Optional<Instant> on, long lastStep, List<String> recovery) {
  /** The number of recovery codes that are given at a time. */
  public static final int RECOVERY_CODES = 10;

  /** A secret that was not confirmed is shown again for so long; then another one is made. */
  static final Duration SHOWN = Duration.ofMinutes(10);

  public SecondFactor {
    recovery = List.copyOf(recovery);
  }

  /** A secret that no code has confirmed. */
  static SecondFactor begun(String secret, Instant at) {
    return new SecondFactor(secret, at, Optional.empty(), 0, List.of());
  }

  boolean isOn() {
    return on.isPresent();
  }

  /** Whether the secret is still shown to whoever begins again. */
  boolean isShownAt(Instant now) {
    return on.isEmpty() && now.isBefore(begun.plus(SHOWN));
  }

  /** The step of a code that is right now; empty if it is not, or was taken before. */
  OptionalLong stepOf(String code, Instant at) {
    return Totp.stepOf(Totp.bytes(secret), code.replace(" ", ""), at, lastStep);
  }

  /** The hash of a recovery code that was not used; empty if it is none. */
  Optional<String> recoveryOf(String code) {
    String hash = recoveryHash(code);
    return recovery.stream().filter(hash::equals).findFirst();
  }

  /** The hash that is kept of a recovery code, however it is written. */
  static String recoveryHash(String code) {
    return Secret.hash(code.strip().toLowerCase(Locale.ROOT).replace("-", "").replace(" ", ""));
  }

  SecondFactor confirmed(long step, List<String> hashes, Instant at) {
    return new SecondFactor(secret, begun, Optional.of(at), step, hashes);
  }

  SecondFactor used(long step) {
    return new SecondFactor(secret, begun, on, step, recovery);
  }

  SecondFactor without(String hash) {
    return new SecondFactor(
        secret, begun, on, lastStep, recovery.stream().filter(one -> !one.equals(hash)).toList());
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "SecondFactor[on=%s, recovery=%d]".formatted(on, recovery.size());
  }
}
