package dev.switchboard.ticket.correspondent;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Openings;
import dev.switchboard.ticket.RepeatedAsks;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketQuery;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/** {@link Correspondents} and {@link Openings} as sharded entities. */
public final class ShardedCorrespondents implements Correspondents, Openings {
  private final ClusterSharding sharding;
  private final Tickets tickets;
  private final RepeatedAsks repeatedAsks;
  private final Duration timeout;

  public ShardedCorrespondents(
      ClusterSharding sharding, Tickets tickets, RepeatedAsks repeatedAsks, Duration timeout) {
    this.sharding = sharding;
    this.tickets = tickets;
    this.repeatedAsks = repeatedAsks;
    this.timeout = timeout;
  }

  @Override
  public void deliver(Arrival arrival, boolean gap) {
    entity(arrival.user()).tell(new CorrespondentEntity.Message.Deliver(arrival, gap));
  }

  @Override
  public void wake(long user) {
    entity(user).tell(new CorrespondentEntity.Message.Wake());
  }

  @Override
  public void typing(long user) {
    entity(user).tell(new CorrespondentEntity.Message.Typing());
  }

  @Override
  public CompletionStage<OptionalLong> openTicket(long user) {
    CompletionStage<CorrespondentEntity.LatestTicket> latest =
        repeatedAsks.ask(() -> entity(user).ask(CorrespondentEntity.Message.Latest::new, timeout));
    return latest.thenCompose(answer -> openOf(answer.ticket()));
  }

  @Override
  public CompletionStage<List<Long>> tickets(long user) {
    CompletionStage<CorrespondentEntity.AllTickets> all =
        repeatedAsks.ask(() -> entity(user).ask(CorrespondentEntity.Message.All::new, timeout));
    return all.thenApply(CorrespondentEntity.AllTickets::tickets);
  }

  @Override
  public CompletionStage<Opening> open(Principal by, OpeningRequest request) {
    return Guarded.with(by, Right.ANSWER_MEMBERS, () -> open(request));
  }

  private CompletionStage<Opening> open(OpeningRequest request) {
    CompletionStage<CorrespondentEntity.OpeningReply> reply =
        repeatedAsks.ask(() ->
            entity(request.member().id())
                .<CorrespondentEntity.OpeningReply>ask(
                    replyTo -> new CorrespondentEntity.Message.Open(request, replyTo), timeout));
    return reply.thenApply(CorrespondentEntity.OpeningReply::opening);
  }

  private CompletionStage<OptionalLong> openOf(long ticket) {
    if (ticket == 0) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
    return tickets
        .ask(ticket, new TicketQuery.Look())
        .thenApply(overview ->
            overview.ticket().filter(summary -> !summary.closing()).isPresent()
                ? OptionalLong.of(ticket)
                : OptionalLong.empty());
  }

  private EntityRef<CorrespondentEntity.Message> entity(long user) {
    return sharding.entityRefFor(CorrespondentEntity.TYPE_KEY, Long.toString(user));
  }
}
