package dev.switchboard.discord;

import dev.switchboard.lookup.HostLookup;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.netty.Connection;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Connections that are kept to be used again, until they are idle for too long or hosts are found
 * elsewhere than when they were made.
 */
final class OutgoingPool {
  private OutgoingPool() {}

  static ConnectionProvider.Builder of(String name, int most, Duration idle, HostLookup lookup) {
    // In the place of maxIdleTime, which does not count beside a predicate of one's own.
    return ConnectionProvider.builder(name)
        .maxConnections(most)
        .pendingAcquireMaxCount(-1)
        .evictionPredicate((connection, kept) -> isSpent(connection, kept, idle, lookup));
  }

  private static boolean isSpent(
      Connection connection, ConnectionMetadata kept, Duration idle, HostLookup lookup) {
    return !connection.channel().isActive()
        || !connection.isPersistent()
        || kept.idleTime() >= idle.toMillis()
        || lookup.changedSince(System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(kept.lifeTime()));
  }
}
