package dev.switchboard.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shares with the product's journal and a real database. */
class ShardedShareBookTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private ActorTestKit kit;
  private ShareBook book;

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            "Shares",
            JournalConfig.of(DATABASE.settings()).withFallback(ConfigFactory.load("pekko.conf")));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(20, SECONDS)
        .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    ClusterSharding sharding = ClusterSharding.get(kit.system());
    sharding.init(
        Entity.of(SharesEntity.TYPE_KEY, _ -> SharesEntity.create())
            .withStopMessage(new SharesEntity.Message.Stop()));
    book =
        new ShardedShareBook(
            sharding, Duration.ofSeconds(30), Clock.systemUTC(), "/control"::equals);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theJournalStaysSmallHoweverMuchIsMadeAndDeleted() throws Exception {
    assertThat(result(book.create(numbered(0), "root"))).isEqualTo(Outcome.DONE);
    for (int round = 0; round < 3; round++) {
      List<CompletionStage<Outcome>> made = new ArrayList<>();
      for (int i = 1; i <= SharesEntity.SNAPSHOT_EVERY; i++) {
        made.add(book.create(numbered(i), Shares.FORM));
      }
      for (CompletionStage<Outcome> one : made) {
        assertThat(result(one)).isEqualTo(Outcome.DONE);
      }
      assertThat(result(book.clear(Shares.FORM, "root"))).isEqualTo(SharesEntity.SNAPSHOT_EVERY);
    }

    await()
        .atMost(20, SECONDS)
        .until(() -> rows("event_journal") <= 2 * SharesEntity.SNAPSHOT_EVERY);
    assertThat(rows("snapshot")).isBetween(1L, 2L);
    result(book.create(numbered(1), Shares.FORM));
    stop();
    start();
    assertThat(result(book.all()))
        .containsExactly(
            new Shares.OwnedShare(numbered(0), "root"),
            new Shares.OwnedShare(numbered(1), Shares.FORM));
    assertThat(result(book.clear("nobody", "root"))).isZero();
  }

  @Test
  void noneIsMadeWhereSomethingElseAnswers() throws Exception {
    assertThat(result(book.create(new Share("control", "tel:+1", ""), "root")))
        .isEqualTo(Outcome.HIDDEN);
    assertThat(result(book.find("control"))).isEmpty();
  }

  private static Share numbered(int i) {
    return new Share("s-" + i, "https://a.example/" + i, "");
  }

  private static long rows(String table) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, SECONDS);
  }
}
