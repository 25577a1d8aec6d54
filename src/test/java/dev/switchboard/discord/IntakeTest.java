package dev.switchboard.discord;

import static dev.switchboard.discord.Payloads.dm;
import static dev.switchboard.discord.Payloads.id;
import static dev.switchboard.discord.Payloads.json;
import static dev.switchboard.discord.Payloads.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.InboxWriter.Entry;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Arrival;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class IntakeTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final DiscordSettings SETTINGS = Payloads.settings("http://127.0.0.1:1");
  private static final long ANN = 51;
  private static final long BEN = 52;
  private static final long ANNS = 61;
  private static final long BENS = 62;

  private final RecordedDeliveries delivered = new RecordedDeliveries();
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final TestProbe<Intake.Report> link = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void empty() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "truncate inbox, gateway_session, dm_channel, dead_letter, ticket_channel"));
  }

  @Test
  void aMessageSeenTwiceIsStoredOnceAndDeliveredOnce() {
    var intake = started(Intake.Limits.USUAL);
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(intake, 1, 4, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    drain(intake);
    assertThat(delivered.words()).containsExactly("one", "two");
    assertThat(delivered.members).noneMatch(RecordedDeliveries.Delivered::gap);
    assertThat(count("inbox")).isEqualTo(2);
    assertThat(monitor.status().intake().sequence()).isEqualTo(4);
    assertThat(begin(intake, 2).session().sequence()).isEqualTo(4);
  }

  @Test
  void aRestartGoesOnBehindWhatIsCommittedAndDropsWhatItKnows() {
    var before = started(Intake.Limits.USUAL);
    begin(before, 1);
    feed(before, 1, 1, "READY", ready("A", "ws://x"));
    feed(before, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    drain(before);
    KIT.stop(before);
    var after = started(Intake.Limits.USUAL);
    var point = begin(after, 1);
    assertThat(point.session().id()).isEqualTo("A");
    assertThat(point.session().sequence()).isEqualTo(2);
    feed(after, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(after, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    feed(after, 1, 4, "RESUMED", json("{}"));
    drain(after);
    assertThat(delivered.words()).containsExactly("one", "two");
    await().untilAsserted(() -> assertThat(delivered.woken).contains("member:" + ANN));
  }

  @Test
  void rowsAndSequenceAreCommittedTogetherThoughTheConnectionIsCut() {
    var intake = started(new Intake.Limits(5, 50_000));
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    for (int number = 0; number < 200; number++) {
      feed(intake, 1, number + 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(number + 1), "n" + number));
      if (number % 40 == 20) {
        cutConnections();
      }
    }
    assertThat(rowsMinusSequence()).isEqualTo(-1);
    drain(intake);
    assertThat(rowsMinusSequence()).isEqualTo(-1);
    assertThat(count("inbox")).isEqualTo(200);
    assertThat(delivered.words()).hasSize(200).startsWith("n0", "n1").endsWith("n198", "n199");
  }

  @Test
  void aNewSessionLeavesAGapThatNoLiveMessageHides() {
    var intake = started(Intake.Limits.USUAL);
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(intake, 1, 1, "READY", ready("B", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(20), "later"));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(BEN, BENS, id(21), "from an old channel"));
    feed(intake, 1, 4, "MESSAGE_CREATE", dm(53, id(40), id(41), "from a new channel"));
    drain(intake);
    assertThat(delivered.members)
        .extracting(RecordedDeliveries.Delivered::gap)
        .containsExactly(false, true, true, false);
    assertThat(marks()).containsEntry(ANN, id(1)).containsEntry(53L, id(41));
    assertThat(marks()).containsEntry(BEN, 0L);
    assertThat(monitor.status().intake().epoch()).isEqualTo(2);
    var inbox = FakeConversations.inbox(DATABASE.database(), IntakeTest::nobody, SETTINGS);
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().gap()).isTrue();
    assertThat(inbox.waiting(53).toCompletableFuture().join().gap()).isFalse();
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).hasSize(2);
  }

  @Test
  void tooMuchUnwrittenDropsTheConnectionAndComesAgain() throws Exception {
    var intake = started(new Intake.Limits(2, 10));
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    drain(intake);
    try (var handle = DATABASE.database().jdbi().open()) {
      handle.begin();
      handle.execute("lock table inbox in access exclusive mode");
      for (int number = 1; number <= 20; number++) {
        feed(intake, 1, number + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(number), "n" + number));
      }
      assertThat(link.receiveMessage()).isEqualTo(new Intake.Report.TooMuch(1));
      intake.tell(new Intake.Begin(2, link.ref()));
      link.expectNoMessage(Duration.ofMillis(200));
      handle.rollback();
    }
    var point = (Intake.Report.Point) link.receiveMessage();
    long committed = point.session().sequence();
    assertThat(committed).isBetween(2L, 3L);
    for (int number = (int) committed; number <= 20; number++) {
      feed(intake, 2, number + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(number), "n" + number));
      drain(intake);
    }
    assertThat(delivered.words()).hasSize(20).startsWith("n1", "n2", "n3").endsWith("n20");
  }

  @Test
  void whatCannotBeTakenIsADeadLetterAndHoldsUpNothing() {
    var intake = started(Intake.Limits.USUAL);
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", json("{'content':'no id'}"));
    intake.tell(new Intake.Received(1, new Entry.Undecodable("{\0", "no JSON")));
    feed(intake, 1, 3, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    drain(intake);
    assertThat(delivered.words()).containsExactly("one");
    assertThat(count("dead_letter")).isEqualTo(2);
    assertThat(monitor.status().intake().deadLetters()).isEqualTo(2);
    assertThat(monitor.status().intake().sequence()).isEqualTo(3);
  }

  @Test
  void anOddMessageIsShownByWhatIsThere() {
    var intake = started(Intake.Limits.USUAL);
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    feed(intake, 1, 2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    feed(
        intake,
        1,
        3,
        "MESSAGE_CREATE",
        json(
            "{'id':'%d','channel_id':'%d','author':null,'content':7,'type':null,'embeds':7}"
                .formatted(id(2), ANNS)));
    feed(
        intake,
        1,
        4,
        "MESSAGE_UPDATE",
        json("{'id':'%d','channel_id':'%d','content':'preview'}".formatted(id(1), ANNS)));
    feed(
        intake,
        1,
        5,
        "MESSAGE_UPDATE",
        json(
            "{'id':'%d','channel_id':'%d','content':'new','edited_timestamp':'2026-01-01T00:01:00+00:00'}"
                .formatted(id(1), ANNS)));
    feed(
        intake,
        1,
        6,
        "MESSAGE_DELETE",
        json("{'id':'%d','channel_id':'%d'}".formatted(id(2), ANNS)));
    feed(
        intake,
        1,
        7,
        "MESSAGE_REACTION_ADD",
        json(
            "{'message_id':'%d','channel_id':'%d','user_id':'%d','emoji':{'name':'x'}}"
                .formatted(id(1), ANNS, ANN)));
    feed(
        intake,
        1,
        8,
        "MESSAGE_REACTION_ADD",
        json(
            "{'message_id':'%d','channel_id':'%d','user_id':'%d','emoji':{'name':'x'}}"
                .formatted(id(1), ANNS, Payloads.BOT)));
    drain(intake);
    assertThat(delivered.words()).containsExactly("one", "7", "edit", "delete", "reaction");
    assertThat(delivered.members).allMatch(d -> d.arrival().user() == ANN);
    assertThat(count("dead_letter")).isZero();
    var inbox = FakeConversations.inbox(DATABASE.database(), IntakeTest::nobody, SETTINGS);
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals())
        .extracting(arrival -> arrival.id().kind())
        .as("edits and deletes behind their message")
        .containsExactly("message", "edit", "reaction", "message", "delete");
    inbox.waiting(ANN).toCompletableFuture().join().arrivals().stream()
        .map(Arrival::id)
        .map(inbox::settle)
        .forEach(settled -> settled.toCompletableFuture().join());
    assertThat(inbox.waiting(ANN).toCompletableFuture().join().arrivals()).isEmpty();
    assertThat(count("inbox")).isEqualTo(5);
  }

  @Test
  void theStaffSideIsKeptWhereItConcernsATicketOrIsACommand() {
    var tickets = new TicketChannels(DATABASE.database(), _ -> false);
    tickets.register(71, 1).toCompletableFuture().join();
    var intake = started(Intake.Limits.USUAL, tickets);
    begin(intake, 1);
    feed(intake, 1, 1, "READY", ready("A", "ws://x"));
    String message =
        "{'id':'%d','channel_id':'%d','guild_id':'%d','content':'%s','author':{'id':'9','username':'s'%s}}";
    long staff = Payloads.STAFF;
    feed(intake, 1, 2, "MESSAGE_CREATE", json(message.formatted(id(1), 71, staff, "a note", "")));
    feed(intake, 1, 3, "MESSAGE_CREATE", json(message.formatted(id(2), 72, staff, "chat", "")));
    feed(intake, 1, 4, "MESSAGE_CREATE", json(message.formatted(id(3), 72, staff, "!help", "")));
    feed(
        intake,
        1,
        5,
        "MESSAGE_CREATE",
        json(message.formatted(id(4), 71, staff, "x", ",'bot':true")));
    feed(intake, 1, 6, "MESSAGE_CREATE", json(message.formatted(id(5), 71, 99, "elsewhere", "")));
    feed(
        intake,
        1,
        7,
        "INTERACTION_CREATE",
        json("{'id':'%d','type':2,'channel_id':'72'}".formatted(id(6))));
    feed(
        intake,
        1,
        8,
        "MESSAGE_DELETE_BULK",
        json(
            "{'ids':['%d','%d'],'channel_id':'71','guild_id':'%d'}"
                .formatted(id(1), id(2), staff)));
    feed(intake, 1, 9, "CHANNEL_DELETE", json("{'id':'71','guild_id':'%d'}".formatted(staff)));
    feed(
        intake,
        1,
        10,
        "GUILD_MEMBER_REMOVE",
        json("{'user':{'id':'%d'},'guild_id':'%d'}".formatted(ANN, Payloads.COMMUNITY)));
    feed(intake, 1, 11, "MESSAGE_CREATE", dm(ANN, ANNS, id(7), "hi"));
    feed(
        intake,
        1,
        12,
        "TYPING_START",
        json("{'user_id':'%d','channel_id':'%d'}".formatted(ANN, ANNS)));
    drain(intake);
    feed(
        intake,
        1,
        13,
        "GUILD_BAN_ADD",
        json("{'user':{'id':'%d'},'guild_id':'%d'}".formatted(ANN, Payloads.COMMUNITY)));
    drain(intake);
    assertThat(delivered.staff)
        .extracting(event -> event.kind() + " " + event.route())
        .containsExactly(
            "message channel:71",
            "message channel:72",
            "interaction channel:72",
            "delete channel:71",
            "delete channel:71",
            "channel-delete channel:71",
            "member-leave guild:" + ANN,
            "ban guild:" + ANN);
    assertThat(delivered.typing).containsExactly(ANN);
    assertThat(monitor.status().intake().sequence()).isEqualTo(13);
  }

  private ActorRef<Intake.Message> started(Intake.Limits limits) {
    return started(limits, new TicketChannels(DATABASE.database(), _ -> false));
  }

  private ActorRef<Intake.Message> started(Intake.Limits limits, TicketChannels tickets) {
    var writer =
        new InboxWriter(
            new FencedDatabase(DATABASE.database(), Fence.NONE),
            new FrameSorter(SETTINGS),
            tickets,
            Clock.systemUTC());
    var deliveries = new Deliveries(delivered, delivered);
    var keeping =
        KIT.spawn(InboxKeeping.create(DATABASE.database(), deliveries, Clock.systemUTC()));
    return KIT.spawn(
        Intake.create(
            writer,
            new Intake.Outside(
                deliveries, () -> keeping.tell(InboxKeeping.Ask.WAKE_ALL), monitor, limits)));
  }

  private Intake.Report.Point begin(ActorRef<Intake.Message> intake, long connection) {
    intake.tell(new Intake.Begin(connection, link.ref()));
    return (Intake.Report.Point) link.receiveMessage(Duration.ofSeconds(30));
  }

  private static void feed(
      ActorRef<Intake.Message> intake, long connection, long sequence, String type, JsonNode data) {
    intake.tell(new Intake.Received(connection, new Entry.Read(new Frame(sequence, type, data))));
  }

  private static CompletionStage<Answer> nobody(Call call) {
    return CompletableFuture.completedFuture(new Answer.Unreachable(true, "not in this test"));
  }

  private static void drain(ActorRef<Intake.Message> intake) {
    TestProbe<Done> probe = KIT.createTestProbe();
    intake.tell(new Intake.Drain(probe.ref()));
    probe.receiveMessage(Duration.ofSeconds(30));
  }

  private static void cutConnections() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
                        + " current_database() and pid <> pg_backend_pid()")
                .mapTo(Boolean.class)
                .list());
  }

  /** The only frame that is no row is the READY. */
  private static long rowsMinusSequence() {
    return await()
        .ignoreExceptions()
        .until(
            () ->
                DATABASE
                    .database()
                    .jdbi()
                    .withHandle(handle ->
                        handle
                            .createQuery(
                                "select (select count(*) from inbox) - coalesce((select sequence"
                                    + " from gateway_session), 1)")
                            .mapTo(Long.class)
                            .one()),
            value -> true);
  }

  private static long count(String table) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  private static Map<Long, Long> marks() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            InboxTable.dmChannels(handle, List.of(ANN, BEN, 53L), List.of()).values().stream()
                .collect(
                    java.util.stream.Collectors.toMap(
                        InboxTable.DmChannel::user, InboxTable.DmChannel::mark)));
  }
}
