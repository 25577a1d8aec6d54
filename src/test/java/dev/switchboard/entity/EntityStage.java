package dev.switchboard.entity;

import static org.awaitility.Awaitility.await;

import dev.switchboard.node.Kinds;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** A node with sharded entities of some kinds, and with a journal in memory. For tests. */
public final class EntityStage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ActorTestKit kit =
      ActorTestKit.create(
          "EntityStage",
          PersistenceTestKitPlugin.config()
              .withFallback(PersistenceTestKitSnapshotPlugin.config())
              .withFallback(Kinds.configuration()));

  public EntityStage(Kind<?, ?>... kinds) {
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    await().atMost(PATIENCE).until(() -> cluster.selfMember().status().equals(MemberStatus.up()));
    for (Kind<?, ?> kind : kinds) {
      Entities.start(kit.system(), kind);
    }
  }

  /** The entities of a kind. */
  public <S, E> Entities<S, E> entities(Kind<S, E> kind) {
    return Entities.of(system(), kind, PATIENCE);
  }

  public ActorSystem<?> system() {
    return kit.system();
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
