package dev.switchboard.ticket;

import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** {@link Tickets} as sharded entities. */
public final class ShardedTickets implements Tickets {
  private final ClusterSharding sharding;
  private final RepeatedAsks repeatedAsks;
  private final Duration timeout;

  /**
   * @param timeout for an answer; longer than the journal's circuit breaker waits, so that a
   *     failure of the database is known as such where it can be
   */
  public ShardedTickets(ClusterSharding sharding, RepeatedAsks repeatedAsks, Duration timeout) {
    this.sharding = sharding;
    this.repeatedAsks = repeatedAsks;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<TicketReply> ask(long ticket, TicketCommand command) {
    return repeatedAsks.ask(() ->
        entity(ticket)
            .<TicketReply>ask(replyTo -> new TicketEntity.Message.Ask(command, replyTo), timeout));
  }

  @Override
  public void tell(long ticket, TicketCommand command) {
    entity(ticket).tell(new TicketEntity.Message.Tell(command));
  }

  @Override
  public void typing(long ticket) {
    entity(ticket).tell(new TicketEntity.Message.Typing());
  }

  /** Lets a ticket that has something under way offer it again. */
  public void wake(long ticket) {
    entity(ticket).tell(new TicketEntity.Message.Wake());
  }

  private EntityRef<TicketEntity.Message> entity(long ticket) {
    return sharding.entityRefFor(TicketEntity.TYPE_KEY, Long.toString(ticket));
  }
}
