package dev.switchboard;

import dev.switchboard.discord.DiscordSide;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.ticket.Admission;
import dev.switchboard.ticket.CorrespondentEntity;
import dev.switchboard.ticket.CorrespondentPorts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Draft;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.JournalTranscripts;
import dev.switchboard.ticket.Links;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.PendingTickets;
import dev.switchboard.ticket.Rules;
import dev.switchboard.ticket.SequenceTicketNumbers;
import dev.switchboard.ticket.ShardedCorrespondents;
import dev.switchboard.ticket.ShardedTickets;
import dev.switchboard.ticket.Snowflakes;
import dev.switchboard.ticket.TicketCommand;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.TicketPorts;
import dev.switchboard.ticket.TicketProjection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tickets and correspondents as sharded entities. Their addresses are there before they can start,
 * since Discord's side and they need each other.
 */
record TicketWiring(
    ClusterSharding sharding,
    Database database,
    ShardedTickets tickets,
    ShardedCorrespondents correspondents) {
  private static final Logger LOG = LoggerFactory.getLogger(TicketWiring.class);

  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  static TicketWiring create(ActorSystem<?> system, Database database) {
    ClusterSharding sharding = ClusterSharding.get(system);
    ShardedTickets tickets = new ShardedTickets(sharding, ANSWER);
    return new TicketWiring(
        sharding, database, tickets, new ShardedCorrespondents(sharding, tickets, ANSWER));
  }

  /** Tells a ticket what became of its jobs; correspondents need no answer to theirs. */
  Outcomes outcomes() {
    Clock clock = Clock.systemUTC();
    return (key, outcome) -> {
      String[] owner = key.owner().split(":", 2);
      if (owner[0].equals("ticket")) {
        tickets.tell(
            Long.parseLong(owner[1]),
            new TicketCommand.Settled(key.post(), outcome, clock.instant()));
      }
    };
  }

  void start(
      ActorContext<?> context,
      Settings settings,
      DiscordSide discord,
      FileStore files,
      Links links) {
    Clock clock = Clock.systemUTC();
    Rules rules =
        new Rules(
            settings.ticket(),
            settings.discord().limits().uploadLimit(),
            settings.discord().place().logChannel(),
            links);
    TicketPorts ticketPorts =
        new TicketPorts(
            discord.dispatch(),
            discord.members(),
            discord.copies(settings.ticket().relay().copyLimit()),
            discord.channels(),
            new JournalTranscripts(context.getSystem(), files, links));
    sharding.init(
        Entity.of(
                TicketEntity.TYPE_KEY,
                entity ->
                    TicketEntity.create(
                        Long.parseLong(entity.getEntityId()), rules, ticketPorts, clock))
            .withStopMessage(new TicketEntity.Message.Stop()));
    Admission admission =
        new Admission(
            settings.ticket().pace().newTicketsPerMinute(),
            clock,
            () -> tellOfRush(settings, discord.dispatch(), clock.instant()));
    CorrespondentPorts correspondentPorts =
        new CorrespondentPorts(
            discord.inbox(),
            tickets,
            new SequenceTicketNumbers(database),
            admission,
            discord.dispatch());
    sharding.init(
        Entity.of(
                CorrespondentEntity.TYPE_KEY,
                entity ->
                    CorrespondentEntity.create(
                        Long.parseLong(entity.getEntityId()),
                        settings.ticket(),
                        correspondentPorts,
                        clock))
            .withStopMessage(new CorrespondentEntity.Message.Stop()));
  }

  /** Staff are told once that members have to wait; the line goes where transcripts go. */
  private static void tellOfRush(Settings settings, Dispatch dispatch, Instant at) {
    String text =
        "More than %d tickets were opened within a minute; the next ones wait, and open one by one."
            .formatted(settings.ticket().pace().newTicketsPerMinute());
    LOG.warn(text);
    settings
        .discord()
        .place()
        .logChannel()
        .ifPresent(channel ->
            dispatch.offer(
                List.of(
                    new Job.Send(
                        new Job.Key("rush", at.toEpochMilli()),
                        channel,
                        Job.Lane.BULK,
                        Draft.of("⚠️ " + text),
                        "rush" + Long.toString(at.toEpochMilli(), 36),
                        Snowflakes.at(at),
                        false))));
  }

  /** Wakes what has jobs under way. */
  Behavior<PendingTickets.Message> pending() {
    return PendingTickets.create(database, tickets::wake);
  }

  void project(ActorContext<?> context, ProjectionPool pool) {
    TicketProjection.init(context.getSystem(), pool);
  }
}
