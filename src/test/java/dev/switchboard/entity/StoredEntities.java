package dev.switchboard.entity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.switchboard.node.Kinds;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** Sharded entities of one kind with the product's journal and a real database. For tests. */
public final class StoredEntities<S, E> implements AutoCloseable {
  private final TestDatabase database;
  private final Kind<S, E> kind;
  private ActorTestKit kit;

  public StoredEntities(TestDatabase database, Kind<S, E> kind) {
    this.database = database;
    this.kind = kind;
    this.kit = started();
  }

  private ActorTestKit started() {
    ActorTestKit started =
        ActorTestKit.create(
            "Entities", JournalConfig.of(database.settings()).withFallback(Kinds.configuration()));
    Cluster cluster = Cluster.get(started.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await()
        .atMost(20, SECONDS)
        .until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    Entities.start(started.system(), kind);
    return started;
  }

  public Entities<S, E> entities() {
    return Entities.of(kit.system(), kind, Duration.ofSeconds(30));
  }

  /** All entities end, and start again from what is stored; what was asked before is of no use. */
  public void restart() {
    kit.shutdownTestKit();
    kit = started();
  }

  /** How many events of an entity are stored, or of all of them with {@code %} for its id. */
  public int events(String id) {
    return count("event_journal", id);
  }

  /** How many snapshots of an entity are stored. */
  public int snapshots(String id) {
    return count("snapshot", id);
  }

  private int count(String table, String id) {
    return database
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from <table> where persistence_id like :id")
                .define("table", table)
                .bind("id", kind.persistenceId(id).id())
                .mapTo(Integer.class)
                .one());
  }

  public static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, SECONDS);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
