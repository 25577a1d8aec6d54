package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.StaffChannels;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.TicketPorts;
import dev.switchboard.ticket.Transcripts;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.read.TicketProjection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many edits of one message cost a real PostgreSQL, with the entity and the projection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EditedTicketTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long TICKET = 200;
  private static final long MESSAGE = 200_001;

  /** As many as wait for their answers together. */
  private static final int AT_ONCE = 50;

  private ActorTestKit kit;
  private ProjectionPool pool;
  private ActorRef<TicketEntity.Message> ticket;
  private TestProbe<TicketReply> replies;
  private int edits;

  /**
   * Bytes.
   *
   * @param log what was written ahead, so all that was ever written
   * @param database tables with their indexes, journal and snapshots
   */
  private record Cost(long log, long database) {
    Cost since(Cost before) {
      return new Cost(log - before.log, database - before.database);
    }
  }

  @BeforeAll
  void start() {
    kit = TicketJournal.kit("EditedTicketTest", DATABASE.settings());
    pool = new ProjectionPool(DATABASE.settings(), () -> {});
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    TicketProjection.init(kit.system(), pool);
    ObedientDispatch dispatch = new ObedientDispatch();
    TicketPorts ports =
        new TicketPorts(
            dispatch,
            _ -> CompletableFuture.completedStage(new Profile.NotThere()),
            (_, _, _) -> CompletableFuture.completedStage(new Copies.Copied.Lost("none is sent")),
            new AnyChannel(),
            new NoTranscripts());
    ticket =
        kit.spawn(
            TicketEntity.create(
                TICKET,
                () -> TicketFixture.rules(OptionalLong.empty(), ""),
                ports,
                Clock.systemUTC()));
    dispatch.ticket = ticket;
    replies = kit.createTestProbe(TicketReply.class);
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
    pool.close();
  }

  @Test
  void fiveTimesAsManyEditsCostFiveTimesAsMuch() {
    ask(
        new TicketCommand.Open(
            TicketFixture.ALICE,
            500,
            List.of(),
            MESSAGE,
            Content.of(text(0)),
            TicketFixture.START));
    replies.expectMessage(PATIENCE, new TicketReply.Taken(1));
    Cost before = costWhenAtRest();

    edit(500);
    Cost few = costWhenAtRest().since(before);
    edit(2_000);
    Cost many = costWhenAtRest().since(before);

    assertThat(number("select count(*) from ticket_message_former")).isEqualTo(2_500);
    assertThat(number("select count(*) from snapshot")).isPositive();
    // Each text is stored twice: in the journal, and in the tables.
    assertThat(few.database()).isGreaterThan(2L * 500 * text(0).length());
    assertThat(many.database()).as("after %s", few).isLessThan(6 * few.database());
    assertThat(many.log()).as("after %s", few).isLessThan(6 * few.log());
  }

  private void edit(int times) {
    int goal = edits + times;
    while (edits < goal) {
      for (int n = 0; n < AT_ONCE; n++) {
        edits++;
        ask(
            new TicketCommand.TakeEdit(
                MESSAGE, Content.of(text(edits)), TicketFixture.START.plusSeconds(edits)));
      }
      for (int n = 0; n < AT_ONCE; n++) {
        assertThat(replies.receiveMessage(PATIENCE)).isInstanceOf(TicketReply.Taken.class);
      }
    }
  }

  private void ask(TicketCommand command) {
    ticket.tell(new TicketEntity.Message.Ask(command, replies.ref()));
  }

  /** 1,900 characters that no other edit has, and that cannot be compressed much. */
  private static String text(int edit) {
    return IntStream.range(0, 190)
        .mapToObj(word -> "%09x ".formatted((edit * 1_000L + word) * 0x9E3779B9L & 0xFFFFFFFFFL))
        .collect(Collectors.joining())
        .strip();
  }

  private Cost costWhenAtRest() {
    await()
        .atMost(PATIENCE)
        .until(() ->
            number(
                    "select count(*) from ticket join ticket_message using (ticket)"
                        + " where pending_posts = 0 and text = '"
                        + text(edits)
                        + "'")
                == 1);
    return new Cost(
        number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn"),
        number("select pg_database_size(current_database())"));
  }

  private static long number(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(long.class).one());
  }

  /** Discord does at once whatever it is asked. */
  private static final class ObedientDispatch implements Dispatch {
    private final AtomicLong ids = new AtomicLong(10_000);
    private volatile @Nullable ActorRef<TicketEntity.Message> ticket;

    @Override
    public long memory() {
      return 1;
    }

    @Override
    public void offer(Offer offer) {
      ActorRef<TicketEntity.Message> owner = ticket;
      if (owner == null) {
        throw new IllegalStateException("nobody can be told");
      }
      for (Job job : offer.jobs()) {
        Outcome outcome =
            job instanceof Job.Send || job instanceof Job.OpenChannel
                ? new Outcome.Sent(ids.incrementAndGet())
                : new Outcome.Done();
        owner.tell(
            new TicketEntity.Message.Tell(
                new TicketCommand.Settled(job.key().post(), outcome, TicketFixture.START)));
      }
    }

    @Override
    public void type(long channel) {}
  }

  private static final class NoTranscripts implements Transcripts {
    @Override
    public CompletionStage<StoredFile> write(long ticket) {
      return CompletableFuture.failedStage(new IllegalStateException("it is not closed"));
    }

    @Override
    public CompletionStage<Boolean> room() {
      return CompletableFuture.completedStage(true);
    }
  }

  private static final class AnyChannel implements StaffChannels {
    @Override
    public CompletionStage<Void> register(long channel, long ticket) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<OptionalLong> ticketOf(long channel) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
  }
}
