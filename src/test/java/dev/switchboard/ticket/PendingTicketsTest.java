package dev.switchboard.ticket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.read.EventBatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
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
    recordTicket();
    kit.spawn(
        PendingTickets.create(
            DATABASE.database(),
            number -> {
              woken.add(number);
              if (woken.size() == 1) {
                throw new IllegalStateException("a fault that the test asked for");
              }
            }));
    // The supervisor waits for about a second before it begins anew. By the true clock: the test
    // kit's own one may hand the supervisor its restart twice, which ends the actor.
    await().atMost(60, SECONDS).until(() -> woken.size() >= 2);
    assertThat(woken).containsOnly(7L);
  }

  /** As after a kill: the tables learn of the ticket only later. */
  @Test
  void aTicketThatTheTablesLearnOfAfterTheStartIsWokenWithinFourSeconds() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("delete from ticket"));
    ActorTestKit byHand = ActorTestKit.create(ManualTime.config());
    try {
      ManualTime time = ManualTime.get(byHand.system());
      byHand.spawn(PendingTickets.create(DATABASE.database(), woken::add));
      time.expectNoMessageFor(Duration.ofSeconds(1));
      recordTicket();
      // A look that is under way when it is recorded may miss it.
      await()
          .atMost(60, SECONDS)
          .until(() -> {
            time.timePasses(Duration.ofSeconds(4));
            return woken.contains(7L);
          });
    } finally {
      byHand.shutdownTestKit();
    }
    assertThat(woken).containsOnly(7L);
  }

  private static void recordTicket() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("under way");
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          EventBatch group = new EventBatch();
          ticket.journal().forEach(event -> group.add(TicketFixture.TICKET, event));
          group.record(handle);
        });
  }
}
