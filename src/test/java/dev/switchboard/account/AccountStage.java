package dev.switchboard.account;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.switchboard.entity.Entities;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

  /** The time, which a test may move on. */
  static final class PlayedClock extends Clock {
    volatile Duration ahead = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only UTC is played");
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(ahead);
    }
  }

  /** So many may register. */
  static final int MOST = 3;

  final PlayedClock clock = new PlayedClock();
  final PlayedBelongings belongings = new PlayedBelongings();
  final PlayedRegistration registration = new PlayedRegistration();
  final AccountRows rows;
  final UnfinishedAccounts unfinished;
  final AccountShards shards;
  final ShardedQuotas quotas;
  final RegistrationTokens tokens;
  final AccountLinks links;
  final Accounts accounts;
  final OwnAccounts own;

  /** What it once knew is never too old here. */
  final TrustedStandings standings;

  final Blocklist blocklist;
  private final ActorTestKit kit;
  private final Passwords passwords = new Passwords();

  AccountStage(TestDatabase database) {
    this(database, Optional.empty());
  }

  AccountStage(TestDatabase database, Optional<String> mailDomain) {
    kit =
        ActorTestKit.create(
            "Accounts", JournalConfig.of(database.settings()).withFallback(Kinds.configuration()));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(20, SECONDS)
        .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    Clock clock = this.clock;
    rows = new AccountRows(database.database());
    links = new AccountLinks(database.database());
    unfinished = new UnfinishedAccounts(rows);
    ClusterSharding sharding = ClusterSharding.get(kit.system());
    sharding.init(
        Entity.of(
                AccountEntity.TYPE_KEY,
                entity ->
                    AccountEntity.create(
                        new AccountName(entity.getEntityId()), rows, belongings, clock))
            .withStopMessage(new AccountEntity.Message.Stop()));
    Entities.start(kit.system(), DefaultQuota.KIND);
    Entities.start(kit.system(), TokenBook.KIND);
    Duration patience = Duration.ofSeconds(12);
    tokens =
        new ShardedRegistrationTokens(Entities.of(kit.system(), TokenBook.KIND, patience), clock);
    shards = new AccountShards(sharding, patience);
    quotas =
        new ShardedQuotas(
            shards,
            rows,
            belongings,
            new ShardedQuotas.Default(
                Entities.of(kit.system(), DefaultQuota.KIND, patience), 1_000),
            clock);
    accounts =
        new ShardedAccounts(
            new ShardedAccounts.Stores(shards, rows, links),
            quotas,
            passwords,
            new ShardedAccounts.Terms(registration, tokens, MOST, mailDomain),
            clock);
    standings = new TrustedStandings(shards, links, Ticker.disabledTicker());
    own = new ShardedOwnAccounts(shards, links, standings, passwords, clock);
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
