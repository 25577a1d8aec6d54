package dev.switchboard.node;

import dev.switchboard.lookup.OverridesEntity;
import dev.switchboard.lookup.ShardedNameOverrides;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** Where hosts are found, as administrators say. */
final class LookupWiring {
  private static final Duration LISTEN = Duration.ofMillis(500);

  private LookupWiring() {}

  /**
   * @param shared whether there are other nodes, on which administrators may change them
   */
  static ShardedNameOverrides start(ActorSystem<?> system, boolean shared) {
    ClusterSharding sharding = ClusterSharding.get(system);
    sharding.init(
        Entity.of(OverridesEntity.TYPE_KEY, _ -> OverridesEntity.create())
            .withStopMessage(new OverridesEntity.Message.Stop()));
    ShardedNameOverrides overrides = new ShardedNameOverrides(sharding, Clock.systemUTC());
    if (shared) {
      system
          .scheduler()
          .scheduleWithFixedDelay(LISTEN, LISTEN, overrides::listen, system.executionContext());
    }
    return overrides;
  }
}
