package dev.switchboard.service;

import dev.switchboard.entity.ClusterMessage;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.pubsub.Topic;

/**
 * The no-log policy on all nodes of a cluster. The node on which it is switched tells the other
 * nodes, and each node also reads the toggle itself, because a message can be lost.
 */
public final class ClusterLogPolicy implements LogPolicy {
  /**
   * The longest time for which a node goes on logging if the message to it was lost. Each look asks
   * one actor once.
   */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** The messages that each node gets. */
  sealed interface Message {
    /** The policy was switched, perhaps on another node. */
    record Changed(boolean silent, long number) implements Message, ClusterMessage {}

    /** The time has come to read the toggle. */
    record Look() implements Message {}

    /**
     * The position of the toggle.
     *
     * @param position empty if it cannot be read, for example while the database is away
     */
    record Seen(Optional<Toggle.Position> position) implements Message {}
  }

  private final LogPolicy own;
  private final ActorRef<Topic.Command<Message.Changed>> topic;

  private ClusterLogPolicy(LogPolicy own, ActorRef<Topic.Command<Message.Changed>> topic) {
    this.own = own;
    this.topic = topic;
  }

  /**
   * Makes this node follow the policy from now on.
   *
   * @param own the policy of this process
   */
  public static LogPolicy start(ActorContext<?> context, LogPolicy own, Toggles toggles) {
    ActorRef<Topic.Command<Message.Changed>> topic =
        context.spawn(Topic.create(Message.Changed.class, "no-log"), "no-log-topic");
    ActorRef<Message> follower = context.spawn(follower(own, toggles), "no-log");
    topic.tell(Topic.subscribe(follower.narrow()));
    return new ClusterLogPolicy(own, topic);
  }

  private static Behavior<Message> follower(LogPolicy own, Toggles toggles) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(new Message.Look());
          return Behaviors.receiveMessage(message -> {
            switch (message) {
              case Message.Changed(boolean silent, long number) -> own.obey(silent, number);
              case Message.Look _ ->
                  context.pipeToSelf(
                      toggles.position(ToggleName.LOG),
                      (position, failure) -> new Message.Seen(Optional.ofNullable(position)));
              case Message.Seen(Optional<Toggle.Position> position) -> {
                position.ifPresent(seen -> own.obey(seen.on(), seen.number()));
                timers.startSingleTimer(new Message.Look(), BETWEEN_LOOKS);
              }
            }
            return Behaviors.same();
          });
        }));
  }

  @Override
  public void obey(boolean silent, long number) {
    own.obey(silent, number);
    topic.tell(Topic.publish(new Message.Changed(silent, number)));
  }

  @Override
  public boolean silent() {
    return own.silent();
  }
}
