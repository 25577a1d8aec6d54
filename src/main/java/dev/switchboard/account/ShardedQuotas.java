package dev.switchboard.account;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link Quotas} by the sharded entities, their table, and what members have stored. */
public final class ShardedQuotas implements Quotas {
  /** So many members' sums are in memory at once. */
  private static final int TOGETHER = 1_000;

  private final AccountShards shards;
  private final AccountRows rows;
  private final Belongings belongings;
  private final long configured;
  private final Clock clock;

  /**
   * @param configured the default until it is set otherwise, in bytes
   */
  public ShardedQuotas(
      AccountShards shards, AccountRows rows, Belongings belongings, long configured, Clock clock) {
    this.shards = shards;
    this.rows = rows;
    this.belongings = belongings;
    this.configured = configured;
    this.clock = clock;
  }

  @Override
  public CompletionStage<QuotaUse> of(AccountName name) {
    return shards
        .look(name)
        .thenCompose(
            account -> defaultBytes().thenCompose(usual -> standing(account.holder(), usual)));
  }

  private CompletionStage<QuotaUse> standing(Optional<Account.Holder> holder, long usual) {
    Optional<Long> own = holder.flatMap(Account.Holder::maxBytes);
    return used(holder.flatMap(Account.Holder::discordUser).stream().toList())
        .thenApply(
            used -> new QuotaUse(holder.isPresent(), sum(used), own.orElse(usual), own.isEmpty()));
  }

  @Override
  public CompletionStage<Totals> totals() {
    return used(0, 0)
        .thenCombine(rows.count(), (used, count) -> new Totals(used, count, 0))
        .thenCombine(
            defaultBytes(),
            (totals, usual) -> new Totals(totals.usedBytes(), totals.accounts(), usual));
  }

  /** What all of them behind one have stored, and what was counted before. */
  private CompletionStage<Long> used(long after, long before) {
    return rows.discordUsers(after, TOGETHER)
        .thenCompose(users ->
            used(users)
                .thenCompose(used ->
                    users.size() < TOGETHER
                        ? CompletableFuture.completedStage(before + sum(used))
                        : used(users.getLast(), before + sum(used))));
  }

  /** What each of them has stored. */
  CompletionStage<Map<Long, Long>> used(List<Long> discordUsers) {
    return discordUsers.isEmpty()
        ? CompletableFuture.completedStage(Map.of())
        : belongings.bytes(discordUsers);
  }

  private static long sum(Map<Long, Long> used) {
    return used.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public CompletionStage<Boolean> set(AccountName name, Optional<Long> maxBytes, String by) {
    return shards
        .change(name, new Account.Command.SetQuota(maxBytes, by, clock.instant()))
        .thenApply(Optional::isEmpty);
  }

  @Override
  public CompletionStage<Long> setDefault(Optional<Long> maxBytes, String by) {
    CompletionStage<DefaultQuotaEntity.Is> now =
        shards.askDefault(
            replyTo -> new DefaultQuotaEntity.Message.Set(maxBytes, by, clock.instant(), replyTo));
    return now.thenApply(this::bytes);
  }

  /** How much an account may store that has no quota of its own. */
  CompletionStage<Long> defaultBytes() {
    CompletionStage<DefaultQuotaEntity.Is> now =
        shards.askDefault(DefaultQuotaEntity.Message.Show::new);
    return now.thenApply(this::bytes);
  }

  private long bytes(DefaultQuotaEntity.Is now) {
    return now.maxBytes().orElse(configured);
  }

  @Override
  public CompletionStage<Boolean> mayStore(long discordUser, long bytes) {
    return rows.of(discordUser)
        .thenCompose(name ->
            name.map(account ->
                    of(account)
                        .thenApply(now ->
                            now.maxBytes() == 0 || now.usedBytes() + bytes <= now.maxBytes()))
                .orElseGet(() -> CompletableFuture.completedStage(true)));
  }
}
