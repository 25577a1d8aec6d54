package dev.switchboard.ticket.decide;

import dev.switchboard.node.Kinds;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** Events in a real journal, put there as tickets' entities do. */
public final class TicketJournal {
  private record Happen(List<TicketEvent> events, ActorRef<Done> replyTo) {}

  private TicketJournal() {}

  /** Actors with the product's own configuration and journal. */
  public static ActorTestKit kit(String name, DatabaseSettings database) {
    return ActorTestKit.create(
        name, JournalConfig.of(database).withFallback(Kinds.configuration()));
  }

  /** Returns when they are stored. */
  public static void write(ActorTestKit kit, long ticket, List<TicketEvent> events) {
    ActorRef<Happen> writer = kit.spawn(new Writer(ticket).narrow());
    TestProbe<Done> probe = kit.createTestProbe(Done.class);
    writer.tell(new Happen(List.copyOf(events), probe.ref()));
    probe.expectMessage(Duration.ofSeconds(20), Done.getInstance());
    kit.stop(writer, Duration.ofSeconds(10));
  }

  private static final class Writer extends EventSourcedBehavior<Happen, TicketEvent, Done> {
    private final long ticket;

    Writer(long ticket) {
      super(PersistenceId.of(TicketEntity.TYPE_KEY.name(), Long.toString(ticket)));
      this.ticket = ticket;
    }

    @Override
    public Done emptyState() {
      return Done.getInstance();
    }

    @Override
    public CommandHandler<Happen, TicketEvent, Done> commandHandler() {
      return (_, happen) ->
          Effect().persist(happen.events()).thenReply(happen.replyTo(), _ -> Done.getInstance());
    }

    @Override
    public EventHandler<Done, TicketEvent> eventHandler() {
      return (state, _) -> state;
    }

    @Override
    public Set<String> tagsFor(TicketEvent event) {
      return Set.of(TicketEntity.tag(ticket));
    }
  }
}
