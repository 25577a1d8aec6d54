package dev.switchboard.node;

import dev.switchboard.account.AccountEntity;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.AccountRows;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.account.AccountShards;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Belongings;
import dev.switchboard.account.Blocklist;
import dev.switchboard.account.DefaultQuotaEntity;
import dev.switchboard.account.Passwords;
import dev.switchboard.account.Quotas;
import dev.switchboard.account.Registration;
import dev.switchboard.account.RegistrationTokens;
import dev.switchboard.account.ShardedAccounts;
import dev.switchboard.account.ShardedBlocklist;
import dev.switchboard.account.ShardedQuotas;
import dev.switchboard.account.ShardedRegistrationTokens;
import dev.switchboard.account.TokenBookEntity;
import dev.switchboard.account.UnfinishedAccounts;
import dev.switchboard.rpc.AccountsResource;
import dev.switchboard.rpc.BlocklistResource;
import dev.switchboard.rpc.QuotaResource;
import dev.switchboard.rpc.RegistrationTokensResource;
import dev.switchboard.rpc.Resource;
import dev.switchboard.storage.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local accounts, and what administrators reach of them. */
record AccountWiring(
    Accounts accounts, RegistrationTokens tokens, Blocklist blocklist, Quotas quotas) {
  private static final Logger LOG = LoggerFactory.getLogger(AccountWiring.class);

  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  private static final Duration GO_ON = Duration.ofMinutes(1);

  static AccountWiring start(
      ActorSystem<?> system,
      AccountSettings settings,
      Registration registration,
      Database database,
      Belongings belongings) {
    Clock clock = Clock.systemUTC();
    ClusterSharding sharding = ClusterSharding.get(system);
    AccountRows rows = new AccountRows(database);
    sharding.init(
        Entity.of(
                AccountEntity.TYPE_KEY,
                entity ->
                    AccountEntity.create(
                        new AccountName(entity.getEntityId()), rows, belongings, clock))
            .withStopMessage(new AccountEntity.Message.Stop()));
    sharding.init(
        Entity.of(DefaultQuotaEntity.TYPE_KEY, _ -> DefaultQuotaEntity.create())
            .withStopMessage(new DefaultQuotaEntity.Message.Stop()));
    sharding.init(
        Entity.of(TokenBookEntity.TYPE_KEY, _ -> TokenBookEntity.create())
            .withStopMessage(new TokenBookEntity.Message.Stop()));
    RegistrationTokens tokens = new ShardedRegistrationTokens(sharding, ANSWER, clock);
    Passwords passwords = new Passwords();
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceStop(),
            "passwords",
            () -> {
              passwords.close();
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    AccountShards shards = new AccountShards(sharding, ANSWER);
    goOn(system, new UnfinishedAccounts(rows), shards);
    ShardedQuotas quotas =
        new ShardedQuotas(shards, rows, belongings, settings.defaultQuota(), clock);
    return new AccountWiring(
        new ShardedAccounts(
            new ShardedAccounts.Stores(shards, rows),
            quotas,
            passwords,
            new ShardedAccounts.Terms(
                registration, tokens, settings.mostRegistered(), settings.mailDomain()),
            clock),
        tokens,
        new ShardedBlocklist(shards, rows, clock),
        quotas);
  }

  /**
   * What was interrupted goes on: by a crash, here or on another node, or by an account that went
   * to sleep over its attempts.
   */
  private static void goOn(
      ActorSystem<?> system, UnfinishedAccounts unfinishedAccounts, AccountShards shards) {
    system
        .scheduler()
        .scheduleWithFixedDelay(
            Duration.ZERO,
            GO_ON,
            () -> wake(unfinishedAccounts, shards),
            system.executionContext());
  }

  private static void wake(UnfinishedAccounts unfinishedAccounts, AccountShards shards) {
    unfinishedAccounts
        .names()
        .whenComplete((names, failure) -> {
          if (failure == null) {
            names.forEach(shards::wake);
          } else {
            LOG.warn(
                "Removals of accounts that were interrupted go on later: {}", failure.toString());
          }
        });
  }

  List<Resource> resources(AccountSettings settings) {
    return List.of(
        new AccountsResource(accounts, settings.madeByAdministrators()),
        new RegistrationTokensResource(tokens, Clock.systemUTC()),
        new BlocklistResource(blocklist),
        new QuotaResource(quotas));
  }
}
