package dev.switchboard.discord.api;

import dev.switchboard.lookup.HostLookup;
import io.netty.util.AttributeKey;
import java.time.Duration;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Connections that are kept to be used again, until they are idle for too long or hosts are found
 * elsewhere than when they were made.
 */
public final class OutgoingPool {
  /** When a connection began to be made, by {@link System#nanoTime}. */
  private static final AttributeKey<Long> BEGUN = AttributeKey.valueOf(OutgoingPool.class, "BEGUN");

  private OutgoingPool() {}

  public static ConnectionProvider.Builder of(
      String name, int most, Duration idle, HostLookup lookup) {
    // In the place of maxIdleTime, which does not count beside a predicate of one's own.
    return ConnectionProvider.builder(name)
        .maxConnections(most)
        .pendingAcquireMaxCount(-1)
        .evictionPredicate((connection, kept) -> isSpent(connection, kept, idle, lookup));
  }

  /** Who makes the connections of that pool, and looks at the clock before looking for the host. */
  public static HttpClient client(ConnectionProvider pool) {
    return HttpClient.create(pool)
        .doOnChannelInit((_, channel, _) -> channel.attr(BEGUN).set(System.nanoTime()));
  }

  private static boolean isSpent(
      Connection connection, ConnectionMetadata kept, Duration idle, HostLookup lookup) {
    return !connection.channel().isActive()
        || !connection.isPersistent()
        || kept.idleTime() >= idle.toMillis()
        || lookup.changedSince(connection.channel().attr(BEGUN).get());
  }
}
