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
 * The no-log policy on all nodes: whoever begins or ends it lets the others know, and each looks at
 * the toggle itself, since a word can be lost.
 */
public final class ClusterLogPolicy implements LogPolicy {
  /** How long a node may log on that was not told; one question to one actor each time. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** What each node hears. */
  sealed interface Message {
    /** It was begun or ended, perhaps on another node. */
    record Changed(boolean silent, long number) implements Message, ClusterMessage {}

    /** It is time to look. */
    record Look() implements Message {}

    /**
     * How the toggle stands.
     *
     * @param position empty where that cannot be said, as while the database is away
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
   * Has this node follow it from now on.
   *
   * @param own this process's
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
