package dev.switchboard.ticket;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.util.OptionalLong;
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
   *     failure of the database is reported as such where possible
   */
  public ShardedTickets(ClusterSharding sharding, RepeatedAsks repeatedAsks, Duration timeout) {
    this.sharding = sharding;
    this.repeatedAsks = repeatedAsks;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command) {
    return send(ticket, command);
  }

  @Override
  public CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command) {
    return command instanceof TicketCommand.Merge merge
        ? merge(ticket, merge)
        : send(ticket, command);
  }

  /**
   * A ticket does not know the other one. Asked before, since the member of a ticket never changes.
   */
  private CompletionStage<TicketReply> merge(long ticket, TicketCommand.Merge merge) {
    return member(ticket)
        .thenCombine(member(merge.into()), OptionalLong::equals)
        .thenCompose(same ->
            same
                ? send(ticket, merge)
                : ask(ticket, new TicketQuery.Look())
                    .thenApply(overview ->
                        overview.ticket().isEmpty()
                            ? new TicketReply.Absent()
                            : new TicketReply.Refused(TicketReply.Reason.OTHER_MEMBER)));
  }

  private CompletionStage<OptionalLong> member(long ticket) {
    return ask(ticket, new TicketQuery.Look())
        .thenApply(overview ->
            overview
                .ticket()
                .map(summary -> OptionalLong.of(summary.member().id()))
                .orElse(OptionalLong.empty()));
  }

  private CompletionStage<TicketReply> send(long ticket, TicketCommand command) {
    return repeatedAsks.ask(() ->
        entity(ticket)
            .<TicketReply>ask(replyTo -> new TicketEntity.Message.Ask(command, replyTo), timeout));
  }

  @Override
  public <R extends TicketQuery.Answer> CompletionStage<R> ask(long ticket, TicketQuery<R> query) {
    return repeatedAsks
        .ask(() ->
            entity(ticket)
                .<TicketQuery.Answer>ask(
                    replyTo -> new TicketEntity.Message.Query(query, replyTo), timeout))
        .thenApply(query.answerType()::cast);
  }

  @Override
  public void tell(long ticket, TicketCommand.Unguarded command) {
    entity(ticket).tell(new TicketEntity.Message.Tell(command));
  }

  @Override
  public void typing(long ticket) {
    entity(ticket).tell(new TicketEntity.Message.Typing());
  }

  /** Wakes a ticket: it offers its pending jobs again. */
  public void wake(long ticket) {
    entity(ticket).tell(new TicketEntity.Message.Wake());
  }

  private EntityRef<TicketEntity.Message> entity(long ticket) {
    return sharding.entityRefFor(TicketEntity.TYPE_KEY, Long.toString(ticket));
  }
}
