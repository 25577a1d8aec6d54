package dev.switchboard;

import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.SharesResource;
import dev.switchboard.share.ShardedShareBook;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.SharesEntity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/** The contacts that people share. */
final class ShareWiring {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  private ShareWiring() {}

  static ShareBook start(ActorSystem<?> system) {
    ClusterSharding sharding = ClusterSharding.get(system);
    sharding.init(
        Entity.of(SharesEntity.TYPE_KEY, _ -> SharesEntity.create())
            .withStopMessage(new SharesEntity.Message.Stop()));
    return new ShardedShareBook(sharding, ANSWER, Clock.systemUTC());
  }

  /** Where sharing is off, there is nothing to look at and to change. */
  static List<Resource> resources(boolean sharing, ShareBook book) {
    return sharing ? List.of(new SharesResource(book)) : List.of();
  }
}
