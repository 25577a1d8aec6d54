package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.command.CommandFilterTest;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameIntake;
import dev.switchboard.discord.gateway.FrameIntake.Item;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An intake on empty tables, with actors and a pool of its own for each test: what one test leaves
 * running, or cuts, does not meet the next one. The test's own questions to the database go over a
 * new connection each, which no {@link #cutConnections} has cut.
 */
public final class IntakeRig implements BeforeEachCallback, AfterEachCallback {
  private static final DiscordSettings SETTINGS = Payloads.settings("http://127.0.0.1:1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public final RecordedDeliveries delivered = new RecordedDeliveries();
  public final GatewayMonitor monitor = new GatewayMonitor();
  final TestProbe<FrameIntake.Report> link;

  /** How often channels were asked to be read again. */
  public final AtomicInteger lookedAgain = new AtomicInteger();

  private final TestDatabase database;
  private final ActorTestKit kit = ActorTestKit.create();
  private @Nullable Database pooled;

  public IntakeRig(TestDatabase database) {
    this.database = database;
    this.link = kit.createTestProbe();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    pooled = Database.connect(database.settings().withPoolSize(4));
    own()
        .useHandle(handle ->
            handle.execute(
                "truncate inbox, gateway_session, dm_channel, dead_letter, ticket_channel,"
                    + " untold_edit"));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    kit.shutdownTestKit();
    pooled().close();
  }

  private Database pooled() {
    return Objects.requireNonNull(pooled);
  }

  /** A new connection for each handle. */
  Jdbi own() {
    DatabaseSettings settings = database.settings();
    return Jdbi.create(settings.url(), settings.user(), settings.password());
  }

  public TicketChannels ticketChannels() {
    return new TicketChannels(pooled(), _ -> false);
  }

  public DiscordInbox inbox() {
    return FakeConversations.inbox(pooled(), IntakeRig::nobody, SETTINGS);
  }

  public ActorRef<FrameIntake.Message> started(Intake.Limits limits) {
    return started(limits, ticketChannels());
  }

  public ActorRef<FrameIntake.Message> started(Intake.Limits limits, TicketChannels tickets) {
    var deliveries = new Deliveries(delivered, delivered, TestWords.ENGLISH);
    var keeping = kit.spawn(InboxKeeping.create(pooled(), deliveries, Clock.systemUTC()));
    return kit.spawn(
        Intake.create(
            writer(tickets), new Intake.Outside(deliveries, keeper(keeping), monitor, limits)));
  }

  private InboxKeeper keeper(ActorRef<InboxKeeping.Message> keeping) {
    return new InboxKeeper() {
      @Override
      public void lookEverywhere() {
        keeping.tell(InboxKeeping.Ask.WAKE_ALL);
      }

      @Override
      public void lookAgain() {
        lookedAgain.incrementAndGet();
      }
    };
  }

  private InboxWriter writer(TicketChannels tickets) {
    return new InboxWriter(
        new FencedDatabase(pooled(), Fence.NONE),
        new FrameSorter(SETTINGS, CommandFilterTest.door()),
        tickets,
        Clock.systemUTC());
  }

  void stop(ActorRef<FrameIntake.Message> intake) {
    kit.stop(intake);
  }

  public FrameIntake.Report.Point begin(ActorRef<FrameIntake.Message> intake, long connection) {
    intake.tell(new FrameIntake.Begin(connection, link.ref()));
    return (FrameIntake.Report.Point) link.receiveMessage(PATIENCE);
  }

  static void feed(
      ActorRef<FrameIntake.Message> intake,
      long connection,
      long sequence,
      String type,
      JsonNode data) {
    intake.tell(
        new FrameIntake.Received(connection, new Item.Read(new Frame(sequence, type, data))));
  }

  /** Until everything that was fed is committed. */
  public void drain(ActorRef<FrameIntake.Message> intake) {
    TestProbe<Done> probe = kit.createTestProbe();
    intake.tell(new FrameIntake.Drain(probe.ref()));
    probe.receiveMessage(PATIENCE);
  }

  /** As if the database had committed the frames and the connection was cut before it said so. */
  public void commitUnanswered(Frame... frames) {
    var writer = writer(ticketChannels());
    Session session = writer.load().toCompletableFuture().join().orElseThrow();
    List<Item> entries = Arrays.stream(frames).<Item>map(Item.Read::new).toList();
    writer.write(session, entries).toCompletableFuture().join();
  }

  void cutConnections() {
    own()
        .useHandle(handle ->
            handle
                .createQuery(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                        + " current_database() and pid <> pg_backend_pid()")
                .mapTo(Boolean.class)
                .list());
  }

  /** The only frame that is no row is the READY. */
  long rowsMinusSequence() {
    return one(
        "select (select count(*) from inbox)"
            + " - coalesce((select sequence from gateway_session), 1)");
  }

  public long count(String table) {
    return one("select count(*) from " + table);
  }

  /** In which session's epoch a DM channel was last read to its end. */
  public long swept(long channel) {
    return one("select swept from dm_channel where channel_id = " + channel);
  }

  private long one(String query) {
    return own().withHandle(handle -> handle.createQuery(query).mapTo(Long.class).one());
  }

  /** How far the DM channels of these members are known, by member. */
  Map<Long, Long> marks(long... users) {
    return own()
        .withHandle(handle ->
            InboxTable.dmChannels(handle, Arrays.stream(users).boxed().toList(), List.of())
                .values()
                .stream()
                .collect(Collectors.toMap(InboxTable.DmChannel::user, InboxTable.DmChannel::mark)));
  }

  private static CompletionStage<Answer> nobody(Call call) {
    return CompletableFuture.completedFuture(new Answer.Unreachable(true, "not in this test"));
  }
}
