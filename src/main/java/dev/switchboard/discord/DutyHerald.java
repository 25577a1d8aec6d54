package dev.switchboard.discord;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Lets the other nodes know who speaks to Discord, for as long as this one does. */
final class DutyHerald {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private sealed interface Message {}

  private record Boards(Set<ActorRef<DutyNotice>> all) implements Message {}

  private record Again() implements Message {}

  private DutyHerald() {}

  static Behavior<?> create(Supplier<DutyNotice> notice) {
    return Behaviors.<Message>setup(context ->
        Behaviors.withTimers(timers -> {
          context
              .getSystem()
              .receptionist()
              .tell(
                  Receptionist.subscribe(
                      DutyBoard.KEY,
                      context.messageAdapter(
                          Receptionist.Listing.class,
                          listing -> new Boards(listing.getServiceInstances(DutyBoard.KEY)))));
          timers.startTimerWithFixedDelay(new Again(), PAUSE);
          Set<ActorRef<DutyNotice>> boards = new HashSet<>();
          return Behaviors.receiveMessage(message -> {
            if (message instanceof Boards(Set<ActorRef<DutyNotice>> all)) {
              boards.clear();
              all.stream()
                  .filter(board -> board.path().address().hasGlobalScope())
                  .forEach(boards::add);
            }
            if (!boards.isEmpty()) {
              DutyNotice present = notice.get();
              boards.forEach(board -> board.tell(present));
            }
            return Behaviors.same();
          });
        }));
  }
}
