package dev.switchboard.node;

import dev.switchboard.config.Settings;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.node.cluster.ClusterNode;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.NodeLost;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.PendingTickets;
import dev.switchboard.ticket.RepeatedAsks;
import dev.switchboard.ticket.SequenceTicketNumbers;
import dev.switchboard.ticket.ShardedTickets;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.TicketPorts;
import dev.switchboard.ticket.Transcripts;
import dev.switchboard.ticket.correspondent.Admission;
import dev.switchboard.ticket.correspondent.CorrespondentEntity;
import dev.switchboard.ticket.correspondent.CorrespondentPorts;
import dev.switchboard.ticket.correspondent.ShardedCorrespondents;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Links;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.read.TicketProjection;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;

/**
 * Tickets and correspondents as sharded entities. They can be addressed before they are started,
 * since they and Discord's side need each other.
 */
record TicketWiring(
    ClusterSharding sharding,
    Database database,
    ClusterNode membership,
    ShardedTickets tickets,
    ShardedCorrespondents correspondents,
    RepeatedAsks questions) {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  static TicketWiring create(ActorSystem<?> system, Database database, ClusterNode clusterNode) {
    ClusterSharding sharding = ClusterSharding.get(system);
    RepeatedAsks repeatedAsks = new RepeatedAsks();
    ShardedTickets tickets = new ShardedTickets(sharding, repeatedAsks, ANSWER);
    return new TicketWiring(
        sharding,
        database,
        clusterNode,
        tickets,
        new ShardedCorrespondents(sharding, tickets, repeatedAsks, ANSWER),
        repeatedAsks);
  }

  /** Reports outcomes of jobs to tickets. Correspondents need none. */
  Outcomes outcomes(Clock clock) {
    return new Outcomes() {
      @Override
      public void report(Job.Key key, Outcome outcome) {
        ticket(key)
            .ifPresent(ticket ->
                tickets.tell(
                    ticket, new TicketCommand.Settled(key.post(), outcome, clock.instant())));
      }

      @Override
      public void offerAgain(Job.Key key) {
        ticket(key).ifPresent(tickets::wake);
      }

      @Override
      public void seekChannel(Job.Key key) {
        ticket(key)
            .ifPresent(
                ticket -> tickets.tell(ticket, new TicketCommand.SeekChannel(clock.instant())));
      }
    };
  }

  private static OptionalLong ticket(Job.Key key) {
    String[] owner = key.owner().split(":", 2);
    return owner[0].equals("ticket")
        ? OptionalLong.of(Long.parseLong(owner[1]))
        : OptionalLong.empty();
  }

  void start(
      ActorContext<?> context,
      Settings settings,
      Supplier<TicketSettings> present,
      DiscordSide discord,
      Copies copies,
      Transcripts transcripts,
      Links links,
      Clock clock) {
    context
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                NodeLost.class, context.spawn(questions.repeating(), "questions")));
    Supplier<Rules> rules =
        () ->
            new Rules(
                present.get(),
                settings.discord().limits().uploadLimit(),
                settings.discord().place().logChannel(),
                links,
                settings.languages().words());
    TicketPorts ticketPorts =
        new TicketPorts(
            discord.dispatch(), discord.members(), copies, discord.channels(), transcripts);
    sharding.init(
        Entity.of(
                TicketEntity.TYPE_KEY,
                entity ->
                    TicketEntity.create(
                        Long.parseLong(entity.getEntityId()), rules, ticketPorts, clock))
            .withStopMessage(new TicketEntity.Message.Stop()));
    IntSupplier perMinute = () -> present.get().pace().newTicketsPerMinute();
    RushNotice rush =
        new RushNotice(
            perMinute,
            settings.discord().place().logChannel(),
            discord.dispatch(),
            tickets,
            settings.languages().words());
    Admission admission =
        new Admission(
            new Admission.Limits(
                () -> Math.ceilDiv(perMinute.getAsInt(), membership.nodes()),
                settings.ticket().pace().youngAccount()),
            discord.members(),
            clock,
            () -> rush.tell(clock.instant()));
    CorrespondentPorts correspondentPorts =
        new CorrespondentPorts(
            discord.inbox(),
            tickets,
            rush.watching(new SequenceTicketNumbers(database)),
            admission,
            discord.dispatch());
    sharding.init(
        Entity.of(
                CorrespondentEntity.TYPE_KEY,
                entity ->
                    CorrespondentEntity.create(
                        Long.parseLong(entity.getEntityId()), present, correspondentPorts, clock))
            .withStopMessage(new CorrespondentEntity.Message.Stop()));
  }

  /** Wakes tickets that have jobs without an outcome. */
  Behavior<PendingTickets.Message> pending() {
    return PendingTickets.create(database, tickets::wake);
  }

  void project(ActorContext<?> context, ProjectionPool pool) {
    TicketProjection.init(context.getSystem(), pool);
  }
}
