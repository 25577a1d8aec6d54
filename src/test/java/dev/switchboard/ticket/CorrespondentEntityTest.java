package dev.switchboard.ticket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CorrespondentEntityTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final List<TicketCommand> asked = new CopyOnWriteArrayList<>();
  private final StubbornInbox inbox = new StubbornInbox();

  @Test
  void aRowThatCouldNotBeEmptiedIsEmptiedWithoutTakingItOnceMore() {
    inbox.add(wrote(71, "hi"));
    inbox.add(wrote(72, "there"));
    Config config =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(JournalConfig.of(DATABASE.settings()))
            .withFallback(ConfigFactory.load("pekko.conf"));
    ActorTestKit kit = ActorTestKit.create("CorrespondentEntityTest", config);
    CorrespondentPorts ports =
        new CorrespondentPorts(
            inbox,
            new TakingTickets(),
            () -> CompletableFuture.completedStage(7L),
            new Admission(() -> 60, Clock.systemUTC(), () -> {}),
            new NoDispatch());
    var correspondent =
        kit.spawn(
            CorrespondentEntity.create(
                TicketFixture.ALICE.id(),
                new TicketFixture().rules().settings(),
                ports,
                Clock.systemUTC()));
    await().atMost(60, SECONDS).until(() -> inbox.tried().size() == 2);
    assertThat(inbox.rows()).hasSize(2);

    correspondent.tell(new CorrespondentEntity.Message.Wake());

    await().atMost(60, SECONDS).until(() -> inbox.rows().isEmpty());
    assertThat(asked)
        .hasSize(2)
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(TicketCommand.Open.class),
            second -> assertThat(second).isInstanceOf(TicketCommand.TakeMessage.class));
    kit.shutdownTestKit();
  }

  private static Arrival wrote(long message, String text) {
    return new Arrival.Wrote(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE,
        500,
        message,
        Content.of(text),
        TicketFixture.START);
  }

  /** Refuses to empty each row the first time. */
  private static final class StubbornInbox implements Inbox {
    private final List<Arrival> rows = new ArrayList<>();
    private final List<Arrival.Id> tried = new ArrayList<>();

    synchronized void add(Arrival arrival) {
      rows.add(arrival);
    }

    synchronized List<Arrival> rows() {
      return List.copyOf(rows);
    }

    synchronized List<Arrival.Id> tried() {
      return List.copyOf(tried);
    }

    @Override
    public synchronized CompletionStage<Waiting> waiting(long user) {
      return CompletableFuture.completedStage(new Waiting(rows, false));
    }

    @Override
    public CompletionStage<Filled> fill(long user) {
      return CompletableFuture.failedStage(new IllegalStateException("there is no gap"));
    }

    @Override
    public synchronized CompletionStage<Void> settle(Arrival.Id id) {
      if (!tried.contains(id)) {
        tried.add(id);
        return CompletableFuture.failedStage(new IllegalStateException("the database is away"));
      }
      rows.removeIf(row -> row.id().equals(id));
      return CompletableFuture.completedStage(null);
    }
  }

  private final class TakingTickets implements Tickets {
    @Override
    public CompletionStage<TicketReply> ask(long ticket, TicketCommand command) {
      asked.add(command);
      return CompletableFuture.completedStage(new TicketReply.Taken(asked.size()));
    }

    @Override
    public void tell(long ticket, TicketCommand command) {}

    @Override
    public void typing(long ticket) {}
  }

  private static final class NoDispatch implements Dispatch {
    @Override
    public long memory() {
      return 1;
    }

    @Override
    public void offer(Offer offer) {}

    @Override
    public void type(long channel) {}
  }
}
