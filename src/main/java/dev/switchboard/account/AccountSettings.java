package dev.switchboard.account;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What accounts are told at the start; the keys are those of {@code switchboard.accounts} in {@code
 * reference.conf}.
 *
 * @param registration who may come to have one
 * @param mailDomain what follows the {@code @} in new names, if anything
 * @param defaultQuota how many bytes an account may store unless it or the default was set
 *     otherwise; 0 is any amount
 * @param madeByAdministrators whether administrators may make accounts by the admin RPC
 */
public record AccountSettings(
    Registration registration,
    Optional<String> mailDomain,
    long defaultQuota,
    boolean madeByAdministrators) {
  /** As the configuration has it, for ever. */
  public record Fixed(boolean isOpen, boolean isJustInTime) implements Registration {
    @Override
    public CompletionStage<Boolean> open() {
      return CompletableFuture.completedStage(isOpen);
    }

    @Override
    public CompletionStage<Boolean> justInTime() {
      return CompletableFuture.completedStage(isJustInTime);
    }
  }
}
