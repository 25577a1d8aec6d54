package dev.switchboard.lookup;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.lookup.Overrides.NameOverride;
import dev.switchboard.lookup.Overrides.Outcome;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Overrides on two nodes, which reach each other over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverridesOnTwoNodesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What is known is a second old at most, and is asked for anew in the time of an answer. */
  private static final Duration WITHIN = Duration.ofSeconds(5);

  private ActorTestKit one;
  private ActorTestKit other;
  private ShardedNameOverrides here;
  private ShardedNameOverrides there;

  @BeforeAll
  void start() {
    one = node();
    other = node();
    Cluster seed = Cluster.get(one.system());
    seed.manager().tell(Join.create(seed.selfMember().address()));
    await().atMost(PATIENCE).until(() -> isUp(seed));
    Cluster second = Cluster.get(other.system());
    second.manager().tell(Join.create(seed.selfMember().address()));
    await().atMost(PATIENCE).until(() -> isUp(second));
    here = overrides(one);
    there = overrides(other);
  }

  @AfterAll
  void stop() {
    other.shutdownTestKit();
    one.shutdownTestKit();
  }

  @Test
  void aChangeOnOneNodeCountsThereAtOnceAndOnTheOtherWithinSeconds() throws Exception {
    assertThat(result(there.targetOf("moved.example"))).isEmpty();
    long made = System.nanoTime();
    assertThat(there.changedSince(made)).isFalse();

    assertThat(result(here.put(new NameOverride("moved.example", "127.0.0.2", ""), "root")))
        .isEqualTo(Outcome.DONE);

    assertThat(result(here.targetOf("moved.example"))).contains("127.0.0.2");
    assertThat(here.changedSince(made)).isTrue();
    await()
        .atMost(WITHIN)
        .until(() -> {
          there.listen();
          return there.changedSince(made);
        });
    assertThat(result(there.targetOf("moved.example"))).contains("127.0.0.2");
    assertThat(there.changedSince(System.nanoTime())).isFalse();

    assertThat(result(there.drop("moved.example", "root"))).isEqualTo(Outcome.DONE);
    await().atMost(WITHIN).until(() -> result(here.targetOf("moved.example")), Optional::isEmpty);
  }

  @Test
  void moreThanFitIntoOneMessageReachTheOtherNode() throws Exception {
    for (int number = 0; number < 3 * OverridesEntity.PAGE + 1; number++) {
      NameOverride nameOverride =
          new NameOverride("h%03d.example".formatted(number), "::1", "ü".repeat(500));
      result(here.put(nameOverride, "root"));
    }

    assertThat(result(there.all()))
        .filteredOn(nameOverride -> nameOverride.host().startsWith("h"))
        .hasSize(3 * OverridesEntity.PAGE + 1)
        .extracting(NameOverride::host)
        .isSorted();
    await()
        .atMost(WITHIN)
        .until(() -> result(there.targetOf("h060.example")), Optional.of("::1")::equals);
  }

  private static ActorTestKit node() {
    return ActorTestKit.create(
        "Overrides",
        ConfigFactory.parseString(
                """
                pekko.cluster.jmx.enabled = off
                pekko.remote.artery {
                  transport = tcp # with the settings of one alone a node takes no connection
                  canonical { hostname = "127.0.0.1", port = 0 }
                }
                """)
            .withFallback(JournalConfig.of(DATABASE.settings()))
            .withFallback(ConfigFactory.load("pekko.conf")));
  }

  private static boolean isUp(Cluster cluster) {
    return cluster.selfMember().status().equals(MemberStatus.up());
  }

  private static ShardedNameOverrides overrides(ActorTestKit kit) {
    ClusterSharding sharding = ClusterSharding.get(kit.system());
    sharding.init(
        Entity.of(OverridesEntity.TYPE_KEY, _ -> OverridesEntity.create())
            .withStopMessage(new OverridesEntity.Message.Stop()));
    return new ShardedNameOverrides(sharding, Clock.systemUTC());
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }
}
