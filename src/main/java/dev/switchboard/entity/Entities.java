package dev.switchboard.entity;

import dev.switchboard.entity.Kind.Command;
import dev.switchboard.entity.Kind.Query;
import dev.switchboard.entity.Kind.Request;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * The entities of one kind, on whichever node each runs. Thread-safe.
 *
 * @param <S> the state of the entities
 * @param <E> their events
 */
public final class Entities<S, E> {
  private final ClusterSharding sharding;
  private final EntityTypeKey<EntityMessage> key;
  private final Duration patience;

  private Entities(ClusterSharding sharding, EntityTypeKey<EntityMessage> key, Duration patience) {
    this.sharding = sharding;
    this.key = key;
    this.patience = patience;
  }

  /** Starts the sharding of a kind on this node. Before that, none of its entities replies. */
  public static void start(ActorSystem<?> system, Kind<?, ?> kind) {
    ClusterSharding.get(system)
        .init(
            Entity.of(key(kind), entity -> KindBehavior.create(kind, entity.getEntityId()))
                .withStopMessage(new EntityMessage.Stop()));
  }

  /**
   * The entities of a kind.
   *
   * @param patience how long a reply may take
   */
  public static <S, E> Entities<S, E> of(
      ActorSystem<?> system, Kind<S, E> kind, Duration patience) {
    return new Entities<>(ClusterSharding.get(system), key(kind), patience);
  }

  private static EntityTypeKey<EntityMessage> key(Kind<?, ?> kind) {
    return EntityTypeKey.create(EntityMessage.class, kind.name());
  }

  /** The same entities with another time-out. */
  public Entities<S, E> within(Duration other) {
    return new Entities<>(sharding, key, other);
  }

  /**
   * The reply to a command, with its events stored. Fails with a {@link
   * java.util.concurrent.TimeoutException} if the reply takes too long: then it is unknown whether
   * the events are stored.
   */
  public <R> CompletionStage<R> ask(String id, Command<S, E, R> command) {
    return send(id, command);
  }

  /**
   * The reply to a query. Fails with a {@link java.util.concurrent.TimeoutException} if it takes
   * too long.
   */
  public <R> CompletionStage<R> ask(String id, Query<S, R> query) {
    return send(id, query);
  }

  private <R> CompletionStage<R> send(String id, Request<S, R> request) {
    return sharding
        .entityRefFor(key, id)
        .ask(replyTo -> new EntityMessage.Ask<>(request, replyTo), patience);
  }
}
