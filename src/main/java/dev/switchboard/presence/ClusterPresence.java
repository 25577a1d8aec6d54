package dev.switchboard.presence;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.presence.PresenceTable.Seat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * {@link Presence} in memory. Each node tells the others of the heartbeats that it gets, by a topic
 * of the cluster. A message that is lost is made good by the next heartbeat.
 */
public final class ClusterPresence implements Presence {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The messages that each node gets. */
  sealed interface Message {
    /**
     * A heartbeat, or that somebody has left.
     *
     * @param origin the node that tells it
     * @param viewer empty for somebody who has left
     */
    record Told(String origin, long ticket, String session, Optional<Viewer> viewer)
        implements Message, ClusterMessage {}

    /** The time has come to drop what has expired. */
    record Look() implements Message {}
  }

  private final String node = UUID.randomUUID().toString();
  private final PresenceTable table = new PresenceTable();
  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final LongSupplier nanos;
  private final ActorRef<Topic.Command<Message.Told>> topic;

  private ClusterPresence(ActorRef<Topic.Command<Message.Told>> topic, LongSupplier nanos) {
    this.topic = topic;
    this.nanos = nanos;
  }

  /** Begins to tell the other nodes, and to listen to them. */
  public static Presence start(ActorContext<?> context) {
    return start(context, System::nanoTime);
  }

  static Presence start(ActorContext<?> context, LongSupplier nanos) {
    ActorRef<Topic.Command<Message.Told>> topic =
        context.spawn(Topic.create(Message.Told.class, "presence"), "presence-topic");
    ClusterPresence presence = new ClusterPresence(topic, nanos);
    ActorRef<Message> follower = context.spawn(presence.follower(), "presence");
    topic.tell(Topic.subscribe(follower.narrow()));
    return presence;
  }

  private Behavior<Message> follower() {
    return Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(new Message.Look(), LOOK);
      return Behaviors.receiveMessage(message -> {
        switch (message) {
          // What this node told is in its table already, and may be out of date there.
          case Message.Told told when told.origin().equals(node) -> {}
          case Message.Told told -> take(told);
          case Message.Look _ -> expire();
        }
        return Behaviors.same();
      });
    });
  }

  @Override
  public void seen(long ticket, String session, PresenceState state, boolean draft, Principal by) {
    if (!(by instanceof Principal.DiscordUser user)) {
      throw new IllegalArgumentException("only users of Discord are on tickets: " + by.name());
    }
    tell(ticket, session, Optional.of(new Viewer(user.id(), user.shown(), state, draft)));
  }

  @Override
  public void left(long ticket, String session, Principal by) {
    tell(ticket, session, Optional.empty());
  }

  private void tell(long ticket, String session, Optional<Viewer> viewer) {
    Message.Told told = new Message.Told(node, ticket, session, viewer);
    take(told);
    topic.tell(Topic.publish(told));
  }

  private void take(Message.Told told) {
    Seat seat = new Seat(told.ticket(), told.session());
    long until = nanos.getAsLong() + Duration.ofSeconds(EXPIRES_SECONDS).toNanos();
    Set<Long> changed;
    synchronized (table) {
      changed =
          told.viewer()
              .map(viewer -> table.seen(seat, viewer, until))
              .orElseGet(() -> table.left(seat));
    }
    changed(changed);
  }

  private void expire() {
    Set<Long> changed;
    synchronized (table) {
      changed = table.expire(nanos.getAsLong());
    }
    changed(changed);
  }

  private void changed(Set<Long> tickets) {
    tickets.forEach(ticket -> listeners.forEach(listener -> listener.accept(ticket)));
  }

  @Override
  public List<Viewer> of(long ticket) {
    synchronized (table) {
      return table.of(ticket);
    }
  }

  @Override
  public Map<Long, List<Viewer>> all() {
    synchronized (table) {
      return table.all();
    }
  }

  @Override
  public Listening listen(LongConsumer changed) {
    listeners.add(changed);
    return () -> listeners.remove(changed);
  }
}
