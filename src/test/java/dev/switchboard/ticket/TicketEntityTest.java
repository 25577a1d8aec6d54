package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The shell on a real journal: what is stored is acted upon, and found again after a restart. */
class TicketEntityTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final RecordingDispatch dispatch = new RecordingDispatch();
  private final Disk disk = new Disk();
  private OptionalLong logChannel = OptionalLong.empty();
  private final List<Long> registered = new CopyOnWriteArrayList<>();

  @Test
  void whatIsUnderWayIsOfferedAgainAsDoubtfulAfterARestart() {
    Running first = start(41);
    open(first, 41, "help");
    awaitJobs(job -> job instanceof Job.OpenChannel(_, _, _, _, _, boolean doubt) && !doubt);
    first.kit().shutdownTestKit();
    dispatch.jobs().clear();

    Running second = start(41);
    second.ticket().tell(new TicketEntity.Message.Wake());
    awaitJobs(job -> job instanceof Job.OpenChannel(_, _, _, _, _, boolean doubt) && doubt);
    second.kit().shutdownTestKit();
  }

  @Test
  void whatIsUnderWayIsOfferedAgainAsDoubtfulToANewDispatcher() {
    Running running = start(45);
    open(running, 45, "help");
    awaitJobs(Job.OpenChannel.class::isInstance);
    dispatch.forget();

    awaitJobs(job -> job instanceof Job.OpenChannel(_, _, _, _, _, boolean doubt) && doubt);
    running.kit().shutdownTestKit();
  }

  @Test
  void theChannelIsRegisteredBeforeItHasItsHead() {
    Running running = start(42);
    open(running, 42, "help");
    Job channel = awaitJobs(Job.OpenChannel.class::isInstance);
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Tell(
                new TicketCommand.Settled(
                    channel.key().post(), new Outcome.Sent(900), TicketFixture.START)));
    Job head = awaitJobs(job -> job instanceof Job.Send send && send.channel() == 900);
    assertThat(registered).containsExactly(900L);
    assertThat(((Job.Send) head).draft().content()).isEqualTo("@here\n**Alice** `#1`\nhelp");
    running.kit().shutdownTestKit();
  }

  @Test
  void aTicketOfManyEventsIsRecoveredFromASnapshotAsItWas() {
    Running first = start(43);
    open(first, 43, "m1");
    for (int n = 2; n <= 120; n++) {
      TicketReply reply = take(first, 43_000L + n, "m" + n);
      assertThat(reply).isEqualTo(new TicketReply.Taken(n));
    }
    first.kit().shutdownTestKit();

    Running second = start(43);
    assertThat(take(second, 43_000L + 120, "m120")).isEqualTo(new TicketReply.Taken(120));
    assertThat(take(second, 43_000L + 121, "m121")).isEqualTo(new TicketReply.Taken(121));
    second.kit().shutdownTestKit();
  }

  @Test
  void allEventsOfATicketCanBeReadInTheJournalAsJson() {
    Running running = start(44);
    open(running, 44, "grüße");
    running.kit().shutdownTestKit();
    List<String> events =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select convert_from(event_payload, 'UTF8')::json ->> 'event'
                        from event_journal where persistence_id = 'Ticket|44' order by sequence_number
                        """)
                    .mapTo(String.class)
                    .list());
    assertThat(events).startsWith("opened", "written", "planned");
    String text =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select event_payload from event_journal where persistence_id = 'Ticket|44'"
                            + " and sequence_number = 2")
                    .mapTo(byte[].class)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                    .one());
    assertThat(text).contains("\"grüße\"");
  }

  /** Closes a ticket whose posts all succeed, and has so many attempts at its transcript fail. */
  private Running closedAfterAttempts(long ticket, int attempts) {
    logChannel = OptionalLong.of(8_000);
    Running running = start(ticket);
    AtomicLong ids = new AtomicLong(10_000);
    dispatch.onOffer =
        job ->
            running
                .ticket()
                .tell(
                    new TicketEntity.Message.Tell(
                        new TicketCommand.Settled(
                            job.key().post(),
                            new Outcome.Sent(ids.incrementAndGet()),
                            TicketFixture.START)));
    open(running, ticket, "help");
    awaitJobs(job -> job instanceof Job.Send);
    var probe = running.kit().createTestProbe(TicketReply.class);
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Ask(
                new TicketCommand.Close(
                    77, TicketFixture.BOB, "", true, false, TicketFixture.START),
                probe.ref()));
    probe.receiveMessage(PATIENCE);
    await().atMost(PATIENCE).until(() -> disk.attempts.get() >= 1);
    while (disk.attempts.get() < attempts) {
      int before = disk.attempts.get();
      running
          .ticket()
          .tell(
              new TicketEntity.Message.Tell(
                  new TicketCommand.TryTranscript("not now", TicketFixture.START)));
      await().atMost(PATIENCE).until(() -> disk.attempts.get() > before);
    }
    return running;
  }

  /** The next attempt would come after more than two minutes. */
  @Test
  void aTranscriptIsWrittenSoonAfterTheDiskHasRoomAgain() {
    disk.room = false;
    Running running = closedAfterAttempts(46, 5);
    await().atMost(PATIENCE).until(() -> disk.looks.get() > 0);

    disk.room = true;
    await()
        .atMost(PATIENCE)
        .until(() ->
            dispatch.jobs().stream()
                .anyMatch(job -> job instanceof Job.Send send && send.channel() == 8_000));
    assertThat(disk.attempts).hasValueLessThanOrEqualTo(7);
    running.kit().shutdownTestKit();
  }

  @Test
  void aTranscriptThatFailsForAnotherReasonIsNotAttemptedMoreOftenForTheRoomThereIs() {
    disk.broken = true;
    Running running = closedAfterAttempts(47, 5);
    await().atMost(PATIENCE).until(() -> disk.looks.get() > 0);
    int attempts = disk.attempts.get();
    int looks = disk.looks.get();

    await()
        .during(Duration.ofSeconds(5))
        .atMost(PATIENCE)
        .until(() -> disk.attempts.get() == attempts && disk.looks.get() <= looks + 1);
    running.kit().shutdownTestKit();
  }

  @Test
  void aNoteWhileTheTranscriptIsWrittenHasItWrittenAnew() {
    CompletableFuture<StoredFile> first = new CompletableFuture<>();
    disk.slow = Optional.of(first);
    Running running = closedAfterAttempts(49, 1);
    var probe = running.kit().createTestProbe(TicketReply.class);
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Ask(
                new TicketCommand.TakeNote(
                    88, TicketFixture.BOB, Content.of("late"), TicketFixture.START),
                probe.ref()));
    probe.receiveMessage(PATIENCE);
    disk.slow = Optional.empty();
    first.complete(new StoredFile("cd".repeat(32), "ticket.html", 5, "text/html"));

    await()
        .atMost(PATIENCE)
        .until(() ->
            dispatch.jobs().stream()
                .anyMatch(job -> job instanceof Job.Send send && send.channel() == 8_000));
    assertThat(disk.attempts).hasValue(2);
    assertThat(dispatch.jobs())
        .filteredOn(job -> job.channel() == 8_000)
        .allSatisfy(job ->
            assertThat(((Job.Send) job).draft().files())
                .extracting(StoredFile::key)
                .containsExactly("ab".repeat(32)));
    running.kit().shutdownTestKit();
  }

  @Test
  void theFailureOfAnEarlierAttemptSaysNothingOfTheOneThatIsUnderWay() {
    CompletableFuture<StoredFile> earlier = new CompletableFuture<>();
    disk.slow = Optional.of(earlier);
    Running running = closedAfterAttempts(48, 1);
    disk.slow = Optional.of(new CompletableFuture<>());
    beginAnew(running);
    await().atMost(PATIENCE).until(() -> disk.attempts.get() == 2);

    earlier.completeExceptionally(new IllegalStateException("not then"));

    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(2))
        .until(() -> disk.looks.get() == 0);
    running.kit().shutdownTestKit();
  }

  /** The ticket begins anew, since something of it could not be stored. */
  private static void beginAnew(Running running) {
    long before = numbered();
    execute("alter table event_journal add constraint failing check (ordering < 0) not valid");
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Tell(
                new TicketCommand.TryTranscript("", TicketFixture.START)));
    await().atMost(PATIENCE).until(() -> numbered() > before);
    execute("alter table event_journal drop constraint failing");
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  /** How many events it was tried to store. */
  private static long numbered() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select last_value from event_journal_ordering_seq")
                .mapTo(Long.class)
                .one());
  }

  private static void open(Running running, long ticket, String text) {
    var probe = running.kit().createTestProbe(TicketReply.class);
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Ask(
                new TicketCommand.Open(
                    TicketFixture.ALICE,
                    500,
                    List.of(),
                    ticket * 1_000 + 1,
                    Content.of(text),
                    TicketFixture.START),
                probe.ref()));
    probe.expectMessage(PATIENCE, new TicketReply.Taken(1));
  }

  private static TicketReply take(Running running, long message, String text) {
    var probe = running.kit().createTestProbe(TicketReply.class);
    running
        .ticket()
        .tell(
            new TicketEntity.Message.Ask(
                new TicketCommand.TakeMessage(
                    TicketFixture.ALICE, message, Content.of(text), TicketFixture.START),
                probe.ref()));
    return probe.receiveMessage(PATIENCE);
  }

  private Job awaitJobs(Predicate<Job> wanted) {
    return await()
        .atMost(PATIENCE)
        .until(() -> dispatch.jobs().stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private record Running(ActorTestKit kit, ActorRef<TicketEntity.Message> ticket) {}

  private Running start(long ticket) {
    Config config =
        ConfigFactory.parseString("pekko.actor.provider = local")
            .withFallback(JournalConfig.of(DATABASE.settings()))
            .withFallback(Kinds.configuration());
    ActorTestKit kit = ActorTestKit.create("TicketEntityTest", config);
    TicketPorts ports =
        new TicketPorts(
            dispatch,
            _ -> CompletableFuture.completedStage(new Profile.NotThere()),
            (_, _, _) -> CompletableFuture.completedStage(new Copies.Copied.Lost("not tested")),
            new RecordingChannels(registered),
            disk);
    return new Running(
        kit,
        kit.spawn(
            TicketEntity.create(
                ticket, () -> TicketFixture.rules(logChannel, ""), ports, Clock.systemUTC())));
  }

  /** Writes transcripts, and fails as long as it has no room. */
  private static final class Disk implements Transcripts {
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean room = true;
    private volatile boolean broken;
    private volatile Optional<CompletableFuture<StoredFile>> slow = Optional.empty();

    @Override
    public CompletionStage<StoredFile> write(long ticket) {
      attempts.incrementAndGet();
      if (slow.isPresent()) {
        return slow.get();
      }
      return room && !broken
          ? CompletableFuture.completedStage(
              new StoredFile("ab".repeat(32), "ticket.html", 5, "text/html"))
          : CompletableFuture.failedStage(new IllegalStateException("not now"));
    }

    @Override
    public CompletionStage<Boolean> room() {
      looks.incrementAndGet();
      return CompletableFuture.completedStage(room);
    }
  }

  private static final class RecordingDispatch implements Dispatch {
    private final List<Job> jobs = new CopyOnWriteArrayList<>();
    private final AtomicLong memory = new AtomicLong(1);
    private volatile Consumer<Job> onOffer = _ -> {};

    List<Job> jobs() {
      return jobs;
    }

    void forget() {
      jobs.clear();
      memory.incrementAndGet();
    }

    @Override
    public long memory() {
      return memory.get();
    }

    @Override
    public void offer(Offer offer) {
      jobs.addAll(offer.jobs());
      offer.jobs().forEach(onOffer);
    }

    @Override
    public void type(long channel) {}
  }

  private record RecordingChannels(List<Long> registered) implements StaffChannels {
    @Override
    public CompletionStage<Void> register(long channel, long ticket) {
      registered.add(channel);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<OptionalLong> ticketOf(long channel) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }
  }
}
