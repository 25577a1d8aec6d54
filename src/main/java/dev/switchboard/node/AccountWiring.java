package dev.switchboard.node;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.access.session.AccountStandings;
import dev.switchboard.account.AccountEntity;
import dev.switchboard.account.AccountLinks;
import dev.switchboard.account.AccountName;
import dev.switchboard.account.AccountRows;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.account.AccountShards;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Belongings;
import dev.switchboard.account.Blocklist;
import dev.switchboard.account.DefaultQuota;
import dev.switchboard.account.OwnAccounts;
import dev.switchboard.account.Passwords;
import dev.switchboard.account.Quotas;
import dev.switchboard.account.Registration;
import dev.switchboard.account.RegistrationTokens;
import dev.switchboard.account.ShardedAccounts;
import dev.switchboard.account.ShardedBlocklist;
import dev.switchboard.account.ShardedOwnAccounts;
import dev.switchboard.account.ShardedQuotas;
import dev.switchboard.account.ShardedRegistrationTokens;
import dev.switchboard.account.TokenBook;
import dev.switchboard.account.TrustedStandings;
import dev.switchboard.account.UnfinishedAccounts;
import dev.switchboard.entity.Entities;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.resource.AccountsResource;
import dev.switchboard.rpc.resource.BlocklistResource;
import dev.switchboard.rpc.resource.QuotaResource;
import dev.switchboard.rpc.resource.RegistrationTokensResource;
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

/** The local accounts, and their resources of the admin RPC. */
record AccountWiring(
    Accounts accounts,
    OwnAccounts own,
    AccountStandings standings,
    RegistrationTokens tokens,
    Blocklist blocklist,
    Quotas quotas) {

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
    RegistrationTokens tokens =
        new ShardedRegistrationTokens(Entities.of(system, TokenBook.KIND, ANSWER), clock);
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
    AccountLinks links = new AccountLinks(database);
    TrustedStandings standings = new TrustedStandings(shards, links);
    goOn(system, new UnfinishedAccounts(rows), shards);
    ShardedQuotas quotas =
        new ShardedQuotas(
            shards,
            rows,
            belongings,
            new ShardedQuotas.Default(
                Entities.of(system, DefaultQuota.KIND, ANSWER), settings.defaultQuota()),
            clock);
    ShardedAccounts accounts =
        new ShardedAccounts(
            new ShardedAccounts.Stores(shards, rows, links),
            quotas,
            passwords,
            new ShardedAccounts.Terms(
                registration, tokens, settings.mostRegistered(), settings.mailDomain()),
            clock);
    return new AccountWiring(
        guarded(Accounts.class, accounts),
        // Of their holders, who need no right for what is theirs.
        new ShardedOwnAccounts(shards, links, standings, passwords, clock),
        standings,
        guarded(RegistrationTokens.class, tokens),
        guarded(Blocklist.class, new ShardedBlocklist(shards, rows, clock)),
        guarded(Quotas.class, quotas));
  }

  private static <T> T guarded(Class<T> type, T port) {
    return Guarded.port(type, port, Right.MANAGE_ACCOUNTS);
  }

  /**
   * Continues interrupted removals of accounts: after a crash, here or on another node, or after an
   * account was passivated between its attempts.
   */
  private static void goOn(
      ActorSystem<?> system, UnfinishedAccounts unfinishedAccounts, AccountShards shards) {
    BackgroundWork background = new BackgroundWork(system);
    background.every(
        Duration.ZERO,
        GO_ON,
        () ->
            background.noting(
                "Removals of accounts that were interrupted go on",
                unfinishedAccounts.names().thenAccept(names -> names.forEach(shards::wake))));
  }

  List<Resource> resources(AccountSettings settings) {
    return List.of(
        new AccountsResource(accounts, settings.madeByAdministrators()),
        new RegistrationTokensResource(tokens, Clock.systemUTC()),
        new BlocklistResource(blocklist),
        new QuotaResource(quotas));
  }
}
