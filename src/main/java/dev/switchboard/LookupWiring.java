package dev.switchboard;

import dev.switchboard.lookup.OverridesEntity;
import dev.switchboard.lookup.ShardedNameOverrides;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** Where hosts are found, as administrators say. */
final class LookupWiring {
  private LookupWiring() {}

  static ShardedNameOverrides start(ActorSystem<?> system) {
    ClusterSharding sharding = ClusterSharding.get(system);
    sharding.init(
        Entity.of(OverridesEntity.TYPE_KEY, _ -> OverridesEntity.create())
            .withStopMessage(new OverridesEntity.Message.Stop()));
    return new ShardedNameOverrides(sharding, Clock.systemUTC());
  }
}
