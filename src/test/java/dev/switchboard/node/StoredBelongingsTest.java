package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.account.Belongings.Erasure;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.TicketQuery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether anything is left of a member is decided by the tickets, not by tables that lag. */
class StoredBelongingsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long SAM = 111_111_111_111_111_111L;

  private final FakeTickets tickets = new FakeTickets();

  @BeforeEach
  void empty() {
    execute("truncate inbox cascade");
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** Tables that know of nothing any more. */
  private static CompletionStage<Erasing.Erased> nothingIsKnown() {
    return CompletableFuture.completedStage(new Erasing.Erased(1, 3, 2, 0, 0, 0));
  }

  private Erasure erased(List<Long> numbers) throws Exception {
    return new StoredBelongings(
            DATABASE.database(), (_, _, _) -> nothingIsKnown(), new Known(numbers), tickets)
        .erase(SAM)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private void ticketHas(int messages) {
    tickets.answer(
        new TicketQuery.Overview(
            Optional.of(
                new TicketQuery.Summary(
                    7, new Member(SAM, "sam", "Sam"), 1, 2, true, messages, 0))));
  }

  @Test
  void whatIsInATicketThatTheTablesDoNotKnowIsKept() throws Exception {
    ticketHas(4);
    ticketHas(0);
    assertThat(erased(List.of(6L, 7L))).isEqualTo(new Erasure(3, 2, 4));
    ticketHas(0);
    ticketHas(0);
    assertThat(erased(List.of(6L, 7L))).isEqualTo(new Erasure(3, 2, 0));
    assertThat(erased(List.of())).isEqualTo(new Erasure(3, 2, 0));
  }

  @Test
  void whatWaitsInTheInboxIsKept() throws Exception {
    execute(
        """
        insert into inbox (kind, key, route, ordering, rank, received_at, payload)
        values ('message', '1', 'member:%d', 1, 0, now(), '{}')
        """
            .formatted(SAM));
    assertThat(erased(List.of())).isEqualTo(new Erasure(3, 2, 1));
  }

  private record Known(List<Long> numbers) implements Correspondents {
    @Override
    public CompletionStage<List<Long>> tickets(long user) {
      return CompletableFuture.completedStage(numbers);
    }

    @Override
    public CompletionStage<OptionalLong> openTicket(long user) {
      throw new AssertionError("nobody asks for the open one");
    }

    @Override
    public void deliver(Arrival arrival, boolean gap) {
      throw new AssertionError("nothing arrives");
    }

    @Override
    public void wake(long user) {
      throw new AssertionError("nobody is woken");
    }

    @Override
    public void typing(long user) {
      throw new AssertionError("nobody types");
    }
  }
}
