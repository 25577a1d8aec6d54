package dev.switchboard.discord.desk;

import dev.switchboard.discord.inbox.StoredEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Distributes the stored events to one child actor for each route with work. Routes are
 * independent; within a route, events are taken strictly one after another.
 */
final class StaffDesk {
  /** A message of the desk. */
  sealed interface Message {
    record Deliver(StoredEvent event) implements Message {}

    record Wake(String route) implements Message {}

    /** A route has had no work for a while and has received this number of messages. */
    record Idle(String route, long heard) implements Message {}

    record Gone(String route, ActorRef<DeskRoute.Message> actor) implements Message {}
  }

  private final ActorContext<Message> context;
  private final DeskRoute.Surroundings surroundings;
  private final Map<String, Route> routes = new HashMap<>();

  private static final class Route {
    private final ActorRef<DeskRoute.Message> actor;
    private long told;

    Route(ActorRef<DeskRoute.Message> actor) {
      this.actor = actor;
    }

    void tell(DeskRoute.Message message) {
      told++;
      actor.tell(message);
    }
  }

  private StaffDesk(ActorContext<Message> context, DeskRoute.Surroundings surroundings) {
    this.context = context;
    this.surroundings = surroundings;
  }

  static Behavior<Message> create(DeskRoute.Surroundings surroundings) {
    return Behaviors.setup(context -> {
      var self = new StaffDesk(context, surroundings);
      return Behaviors.receiveMessage(message -> {
        self.on(message);
        return Behaviors.same();
      });
    });
  }

  private void on(Message message) {
    switch (message) {
      case Message.Deliver(StoredEvent event) ->
          route(event.route()).tell(new DeskRoute.Message.Arrived(event));
      case Message.Wake(String route) -> route(route).tell(new DeskRoute.Message.Look());
      case Message.Idle(String route, long heard) -> {
        // The route stays if a message is on its way to it.
        Route idle = routes.get(route);
        if (idle != null && idle.told == heard) {
          routes.remove(route);
          context.stop(idle.actor);
        }
      }
      case Message.Gone(String route, ActorRef<DeskRoute.Message> actor) -> {
        Route gone = routes.get(route);
        if (gone != null && gone.actor.equals(actor)) {
          routes.remove(route);
        }
      }
    }
  }

  private Route route(String route) {
    return routes.computeIfAbsent(route, this::start);
  }

  private Route start(String route) {
    Behavior<DeskRoute.Message> behavior =
        Behaviors.supervise(DeskRoute.create(surroundings, route, context.getSelf()))
            .onFailure(SupervisorStrategy.stop());
    ActorRef<DeskRoute.Message> actor = context.spawnAnonymous(behavior);
    context.watchWith(actor, new Message.Gone(route, actor));
    return new Route(actor);
  }
}
