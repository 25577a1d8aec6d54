package dev.switchboard.discord;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** Receives the leader's heartbeats. Each node has one listener. */
final class LeaderListener {
  static final ServiceKey<LeaderHeartbeat> KEY =
      ServiceKey.create(LeaderHeartbeat.class, "duty-board");

  private LeaderListener() {}

  static Behavior<LeaderHeartbeat> create(DiscordSide side) {
    return Behaviors.setup(context -> {
      context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
      return Behaviors.receiveMessage(notice -> {
        side.hears(new RemoteAccess(notice, context.getSystem().scheduler()));
        return Behaviors.same();
      });
    });
  }
}
