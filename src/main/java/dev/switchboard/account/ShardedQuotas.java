package dev.switchboard.account;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@link Quotas} from the sharded entities, their table, and the stored bytes of members. */
public final class ShardedQuotas implements Quotas {
  /** The number of members whose sums are in memory at once. */
  private static final int TOGETHER = 1_000;

  /**
   * The default quota.
   *
   * @param configured the configured value in bytes, which holds until another is set
   */
  public record Default(Entities<DefaultQuota, DefaultQuota.Event> entities, long configured) {
    private long bytes(DefaultQuota now) {
      return now.maxBytes().orElse(configured);
    }
  }

  private final AccountShards shards;
  private final AccountRows rows;
  private final Belongings belongings;
  private final Default byDefault;
  private final Clock clock;

  public ShardedQuotas(
      AccountShards shards,
      AccountRows rows,
      Belongings belongings,
      Default byDefault,
      Clock clock) {
    this.shards = shards;
    this.rows = rows;
    this.belongings = belongings;
    this.byDefault = byDefault;
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

  /** The stored bytes of all users after one, plus the bytes counted before. */
  private CompletionStage<Long> used(long after, long before) {
    return rows.discordUsers(after, TOGETHER)
        .thenCompose(users ->
            used(users)
                .thenCompose(used ->
                    users.size() < TOGETHER
                        ? CompletableFuture.completedStage(before + sum(used))
                        : used(users.getLast(), before + sum(used))));
  }

  /** The stored bytes of each user. */
  CompletionStage<Map<Long, Long>> used(List<Long> discordUsers) {
    return discordUsers.isEmpty()
        ? CompletableFuture.completedStage(Map.of())
        : belongings.bytes(discordUsers);
  }

  private static long sum(Map<Long, Long> used) {
    return used.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public CompletionStage<Boolean> set(AccountName name, Optional<Long> maxBytes, Principal by) {
    return shards
        .change(name, new Account.Command.SetQuota(maxBytes, by.name(), clock.instant()))
        .thenApply(Optional::isEmpty);
  }

  @Override
  public CompletionStage<Long> setDefault(Optional<Long> maxBytes, Principal by) {
    return byDefault
        .entities()
        .ask(Kind.ONLY, new DefaultQuota.Set(maxBytes, by.name(), clock.instant()))
        .thenApply(byDefault::bytes);
  }

  /** The quota of an account without a quota of its own. */
  CompletionStage<Long> defaultBytes() {
    return byDefault.entities().ask(Kind.ONLY, new DefaultQuota.Look()).thenApply(byDefault::bytes);
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
