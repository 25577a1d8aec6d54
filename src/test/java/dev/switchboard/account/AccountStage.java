package dev.switchboard.account;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** The accounts as sharded entities with the product's journal and a real database. For tests. */
final class AccountStage implements AutoCloseable {
  /** Belongings that are as a test says. */
  static final class PlayedBelongings implements Belongings {
    final AtomicInteger asked = new AtomicInteger();
    volatile long bytes = 0;

    /** How many members were asked about at once, at most. */
    volatile int most;

    volatile boolean outOfReach;
    volatile CompletableFuture<Erasure> erasure =
        CompletableFuture.completedFuture(new Erasure(3, 2, 0));

    @Override
    public CompletionStage<Erasure> erase(long discordUser) {
      asked.incrementAndGet();
      return outOfReach
          ? CompletableFuture.failedStage(new IllegalStateException("out of reach, says the test"))
          : erasure;
    }

    @Override
    public CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers) {
      most = Math.max(most, discordUsers.size());
      return CompletableFuture.completedStage(
          discordUsers.stream().collect(Collectors.toMap(user -> user, _ -> bytes)));
    }
  }

  /** Registration that is as a test says. */
  static final class PlayedRegistration implements Registration {
    volatile boolean open = true;
    volatile boolean tokenRequired;
    volatile boolean justInTime = true;

    @Override
    public CompletionStage<Boolean> open() {
      return CompletableFuture.completedStage(open);
    }

    @Override
    public CompletionStage<Boolean> tokenRequired() {
      return CompletableFuture.completedStage(tokenRequired);
    }

    @Override
    public CompletionStage<Boolean> justInTime() {
      return CompletableFuture.completedStage(justInTime);
    }
  }

  /** So many may register. */
  static final int MOST = 3;

  final PlayedBelongings belongings = new PlayedBelongings();
  final PlayedRegistration registration = new PlayedRegistration();
  final AccountRows rows;
  final UnfinishedAccounts unfinished;
  final AccountShards shards;
  final ShardedQuotas quotas;
  final RegistrationTokens tokens;
  final Accounts accounts;
  final Blocklist blocklist;
  private final ActorTestKit kit;
  private final Passwords passwords = new Passwords();

  AccountStage(TestDatabase database) {
    this(database, Optional.empty());
  }

  AccountStage(TestDatabase database, Optional<String> mailDomain) {
    kit =
        ActorTestKit.create(
            "Accounts",
            JournalConfig.of(database.settings()).withFallback(ConfigFactory.load("pekko.conf")));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(20, SECONDS)
        .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    Clock clock = Clock.systemUTC();
    rows = new AccountRows(database.database());
    unfinished = new UnfinishedAccounts(rows);
    ClusterSharding sharding = ClusterSharding.get(kit.system());
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
    tokens = new ShardedRegistrationTokens(sharding, Duration.ofSeconds(12), clock);
    shards = new AccountShards(sharding, Duration.ofSeconds(12));
    quotas = new ShardedQuotas(shards, rows, belongings, 1_000, clock);
    accounts =
        new ShardedAccounts(
            new ShardedAccounts.Stores(shards, rows),
            quotas,
            passwords,
            new ShardedAccounts.Terms(registration, tokens, MOST, mailDomain),
            clock);
    blocklist = new ShardedBlocklist(shards, rows, clock);
  }

  static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }

  @Override
  public void close() {
    passwords.close();
    kit.shutdownTestKit();
  }
}
