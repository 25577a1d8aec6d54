package dev.switchboard.account;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to how much accounts may store. In it, 0 bytes is any amount. Every stage fails where
 * the database is out of reach. Thread-safe.
 */
public interface Quotas {
  /**
   * How an account stands.
   *
   * @param exists whether there is such an account; if not, it has stored nothing
   * @param maxBytes the most that it may store
   * @param isDefault whether that is the default
   */
  record QuotaUse(boolean exists, long usedBytes, long maxBytes, boolean isDefault) {}

  /** All accounts together. */
  record Totals(long usedBytes, long accounts, long defaultBytes) {}

  CompletionStage<QuotaUse> of(AccountName name);

  CompletionStage<Totals> totals();

  /**
   * Gives an account a quota of its own.
   *
   * @param maxBytes empty to inherit the default again
   * @return whether there is such an account
   */
  CompletionStage<Boolean> set(AccountName name, Optional<Long> maxBytes, String by);

  /**
   * Sets the default for all accounts without a quota of their own.
   *
   * @param maxBytes empty for what is configured
   * @return what it is now
   */
  CompletionStage<Long> setDefault(Optional<Long> maxBytes, String by);

  /**
   * Whether somebody on Discord may store so much more: who has no account here may.
   *
   * @param bytes that would be added
   */
  CompletionStage<Boolean> mayStore(long discordUser, long bytes);
}
