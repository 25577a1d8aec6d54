package dev.switchboard.discord.api;

import dev.switchboard.lookup.HostLookup;
import io.netty.util.AttributeKey;
import java.time.Duration;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.ConnectionProvider.ConnectionMetadata;

/**
 * Pools of connections that are reused until they are idle for too long, or the address of the host
 * has changed since.
 */
public final class OutgoingPool {
  /** The time at which a connection was begun, by {@link System#nanoTime}. */
  private static final AttributeKey<Long> BEGUN = AttributeKey.valueOf(OutgoingPool.class, "BEGUN");

  private OutgoingPool() {}

  public static ConnectionProvider.Builder of(
      String name, int most, Duration idle, HostLookup lookup) {
    // Replaces maxIdleTime, which is ignored beside a custom predicate.
    return ConnectionProvider.builder(name)
        .maxConnections(most)
        .pendingAcquireMaxCount(-1)
        .evictionPredicate((connection, kept) -> isSpent(connection, kept, idle, lookup));
  }

  /** Creates the client of a pool. It notes the time before it resolves the host name. */
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
