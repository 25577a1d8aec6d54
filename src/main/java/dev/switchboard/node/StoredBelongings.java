package dev.switchboard.node;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.account.Belongings;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.erase.MemberHoldings;
import dev.switchboard.ticket.model.TicketQuery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stored data of members: their messages and files in tickets. */
final class StoredBelongings implements Belongings {
  /** The principal of the erasure in the journals of the tickets. */
  private static final Principal BY =
      new Principal.Component(
          "removal of an account",
          new Principal.Source(Surface.NODE, Optional.empty(), "removal of an account"));

  private final Database database;
  private final Erasing erasing;
  private final Correspondents correspondents;
  private final Tickets tickets;

  StoredBelongings(
      Database database, Erasing erasing, Correspondents correspondents, Tickets tickets) {
    this.database = database;
    this.erasing = erasing;
    this.correspondents = correspondents;
    this.tickets = tickets;
  }

  /** Erases everything in closed tickets. Open ones belong to a conversation that continues. */
  @Override
  public CompletionStage<Erasure> erase(long discordUser) {
    return erase(discordUser, Erasure.NOTHING)
        .thenCompose(erased ->
            erased.kept() > 0
                ? CompletableFuture.completedStage(erased)
                : kept(discordUser)
                    .thenApply(kept -> new Erasure(erased.messages(), erased.files(), kept)));
  }

  /**
   * What the tables of tickets do not know yet: they follow the tickets. Whatever waits in the
   * inbox, and whatever a ticket itself says that it has, is not erased.
   */
  private CompletionStage<Long> kept(long user) {
    return database
        .query(handle ->
            handle
                .createQuery(
                    "select count(*) from inbox where route = :route and payload is not null")
                .bind("route", "member:" + user)
                .mapTo(Long.class)
                .one())
        .thenCombine(
            correspondents.tickets(user).thenCompose(numbers -> kept(numbers, 0)), Long::sum);
  }

  /** One after another: a member may have many, and nobody waits for the last. */
  private CompletionStage<Long> kept(List<Long> numbers, long before) {
    if (numbers.isEmpty()) {
      return CompletableFuture.completedStage(before);
    }
    return tickets
        .ask(numbers.getLast(), new TicketQuery.Look())
        .thenCompose(overview ->
            kept(
                numbers.subList(0, numbers.size() - 1),
                before + overview.ticket().map(TicketQuery.Summary::messages).orElse(0)));
  }

  private CompletionStage<Erasure> erase(long discordUser, Erasure before) {
    return erasing
        .erase(new Erasing.Whose.OfMember(discordUser), false, BY)
        .thenCompose(erased -> {
          Erasure sum =
              new Erasure(
                  before.messages() + erased.messages(),
                  before.files() + erased.files(),
                  erased.kept());
          boolean more = erased.remaining() > 0;
          if (erased.failed() > 0 || (more && erased.tickets() == 0)) {
            return CompletableFuture.failedStage(
                new StorageUnavailable(
                    "%d tickets did not answer, %d wait"
                        .formatted(erased.failed(), erased.remaining())));
          }
          return more ? erase(discordUser, sum) : CompletableFuture.completedStage(sum);
        });
  }

  @Override
  public CompletionStage<Map<Long, Long>> bytes(Collection<Long> discordUsers) {
    return database.query(handle -> MemberHoldings.bytes(handle, discordUsers));
  }
}
