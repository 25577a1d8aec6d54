package dev.switchboard.node;

import dev.switchboard.lookup.ShardedNameOverrides;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/** The name overrides: addresses of hosts that administrators set. */
final class LookupWiring {
  private static final Duration LISTEN = Duration.ofMillis(500);

  private LookupWiring() {}

  /**
   * @param shared whether administrators may also change them on other nodes
   */
  static ShardedNameOverrides start(ActorSystem<?> system, boolean shared) {
    ShardedNameOverrides overrides = new ShardedNameOverrides(system, Clock.systemUTC());
    if (shared) {
      new BackgroundWork(system).every(LISTEN, overrides::listen);
    }
    return overrides;
  }
}
