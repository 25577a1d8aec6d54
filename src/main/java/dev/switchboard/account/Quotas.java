package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the quotas of accounts. A quota of 0 bytes means no limit. Every stage fails if the
 * database is out of reach. Thread-safe.
 */
public interface Quotas {
  /**
   * The stored bytes and the quota of an account.
   *
   * @param exists whether there is such an account; if not, it has stored nothing
   * @param maxBytes the quota
   * @param isDefault whether the quota is the default
   */
  record QuotaUse(boolean exists, long usedBytes, long maxBytes, boolean isDefault) {}

  /** The sums of all accounts, and the default quota. */
  record Totals(long usedBytes, long accounts, long defaultBytes) {}

  CompletionStage<QuotaUse> of(AccountName name);

  CompletionStage<Totals> totals();

  /**
   * Gives an account a quota of its own.
   *
   * @param maxBytes empty to inherit the default again
   * @return whether there is such an account
   */
  CompletionStage<Boolean> set(AccountName name, Optional<Long> maxBytes, Principal by);

  /**
   * Sets the default for all accounts without a quota of their own.
   *
   * @param maxBytes empty for the configured value
   * @return the new default
   */
  CompletionStage<Long> setDefault(Optional<Long> maxBytes, Principal by);

  /**
   * Whether a Discord user may store this many further bytes; always true for users without an
   * account.
   *
   * @param bytes the bytes to add
   */
  CompletionStage<Boolean> mayStore(long discordUser, long bytes);
}
