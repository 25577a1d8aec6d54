package dev.switchboard.ticket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.TestDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PendingTicketsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final ActorTestKit kit = ActorTestKit.create();
  private final List<Long> woken = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void aFaultMakesItLookAgainRatherThanNeverMore() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("under way");
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          TicketGroup group = new TicketGroup();
          ticket.journal().forEach(event -> group.add(TicketFixture.TICKET, event));
          group.record(handle);
        });
    kit.spawn(
        PendingTickets.create(
            DATABASE.database(),
            number -> {
              woken.add(number);
              if (woken.size() == 1) {
                throw new IllegalStateException("a fault that the test asked for");
              }
            }));
    await().atMost(60, SECONDS).until(() -> woken.equals(List.of(7L, 7L)));
  }
}
