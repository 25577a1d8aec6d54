package dev.switchboard.node;

import dev.switchboard.lookup.ShardedNameOverrides;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/** Where hosts are found, as administrators say. */
final class LookupWiring {
  private static final Duration LISTEN = Duration.ofMillis(500);

  private LookupWiring() {}

  /**
   * @param shared whether there are other nodes, on which administrators may change them
   */
  static ShardedNameOverrides start(ActorSystem<?> system, boolean shared) {
    ShardedNameOverrides overrides = new ShardedNameOverrides(system, Clock.systemUTC());
    if (shared) {
      system
          .scheduler()
          .scheduleWithFixedDelay(LISTEN, LISTEN, overrides::listen, system.executionContext());
    }
    return overrides;
  }
}
