package dev.switchboard.discord;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Sends the leader's heartbeat to the other nodes during its term. */
final class LeaderAnnouncer {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private sealed interface Message {}

  private record Boards(Set<ActorRef<LeaderHeartbeat>> all) implements Message {}

  private record Again() implements Message {}

  private LeaderAnnouncer() {}

  static Behavior<?> create(Supplier<LeaderHeartbeat> notice) {
    return Behaviors.<Message>setup(context ->
        Behaviors.withTimers(timers -> {
          context
              .getSystem()
              .receptionist()
              .tell(
                  Receptionist.subscribe(
                      LeaderListener.KEY,
                      context.messageAdapter(
                          Receptionist.Listing.class,
                          listing -> new Boards(listing.getServiceInstances(LeaderListener.KEY)))));
          timers.startTimerWithFixedDelay(new Again(), PAUSE);
          Set<ActorRef<LeaderHeartbeat>> boards = new HashSet<>();
          return Behaviors.receiveMessage(message -> {
            if (message instanceof Boards(Set<ActorRef<LeaderHeartbeat>> all)) {
              boards.clear();
              all.stream()
                  .filter(board -> board.path().address().hasGlobalScope())
                  .forEach(boards::add);
            }
            if (!boards.isEmpty()) {
              LeaderHeartbeat present = notice.get();
              boards.forEach(board -> board.tell(present));
            }
            return Behaviors.same();
          });
        }));
  }
}
