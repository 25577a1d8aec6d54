package dev.switchboard.account;

import dev.switchboard.access.Principal;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** {@link Blocklist} by the sharded entities and their table. */
public final class ShardedBlocklist implements Blocklist {
  private final AccountShards shards;
  private final AccountRows rows;
  private final Clock clock;

  public ShardedBlocklist(AccountShards shards, AccountRows rows, Clock clock) {
    this.shards = shards;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Done> block(AccountName name, String reason, Principal by) {
    return shards
        .change(name, new Account.Command.Block(reason, by.name(), clock.instant()))
        .thenApply(_ -> Done.getInstance());
  }

  @Override
  public CompletionStage<Done> unblock(AccountName name, Principal by) {
    return shards
        .change(name, new Account.Command.Unblock(by.name(), clock.instant()))
        .thenApply(_ -> Done.getInstance());
  }

  @Override
  public CompletionStage<Page> page(Optional<AccountName> after, int most) {
    return rows.blocked(after, most + 1)
        .thenCombine(
            rows.countBlocked(),
            (found, total) ->
                new Page(
                    found.subList(0, Math.min(most, found.size())), total, found.size() > most));
  }
}
