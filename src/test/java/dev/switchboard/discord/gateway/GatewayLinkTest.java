package dev.switchboard.discord.gateway;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.id;
import static dev.switchboard.discord.api.Payloads.json;
import static dev.switchboard.discord.api.Payloads.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.ScriptedGateway;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.inbox.FakeConversations;
import dev.switchboard.discord.inbox.Fence;
import dev.switchboard.discord.inbox.FencedDatabase;
import dev.switchboard.discord.inbox.GatewayIntake;
import dev.switchboard.discord.inbox.Intake;
import dev.switchboard.discord.inbox.RecordedDeliveries;
import dev.switchboard.discord.inbox.TicketChannels;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The link, the intake and Discord4J's connection over real sockets. */
final class GatewayLinkTest {
  private final AtomicReference<String> status = new AtomicReference<>("");

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final long ANN = 51;
  private static final long ANNS = 61;

  /** By Discord's table of intents: bits 0 to 2 and 9 to 15. */
  private static final int INTENTS = 0b111 | 0b1111111 << 9;

  /** A session that is slow to begin, on a busy machine, is waited for. */
  private static final GatewayPace FAST =
      new GatewayPace(
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          50);

  /** Of a session that is not resumed it is enough before there were many tries. */
  private static final GatewayPace SOON_ENOUGH =
      new GatewayPace(
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2),
          50);

  private final ScriptedGateway discord = new ScriptedGateway();
  private final DiscordSettings settings = Payloads.settings(discord.apiUrl());
  private final DiscordRest rest = new DiscordRest(settings.access());
  private final RecordedDeliveries delivered = new RecordedDeliveries();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final GatewayMonitor monitor = new GatewayMonitor();
  private GatewayPace pace = FAST;
  private final CompletableFuture<GatewayLink.FirstConnection> first = new CompletableFuture<>();
  private ActorRef<GatewayLink.Message> link = KIT.createTestProbe(GatewayLink.Message.class).ref();

  @BeforeEach
  void empty() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(
            handle -> handle.execute("truncate inbox, gateway_session, dm_channel, dead_letter"));
  }

  @AfterEach
  void close() {
    KIT.stop(link);
    rest.close();
    discord.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void aNewSessionIsIdentifiedAndItsMessagesArrive() throws Exception {
    var connection = identified();
    connection.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    connection.raw("{not json");
    connection.raw("{\"op\":0,\"s\":3,\"t\":\"SOMETHING_NEW\",\"d\":null}");
    connection.raw("{\"op\":77}");
    connection.raw("{\"op\":0,\"t\":null}");
    connection.dispatch(4, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    awaitSequence(4);
    awaitWords("one", "two");
    assertThat(seen).contains("READY", "MESSAGE_CREATE", "SOMETHING_NEW");
    assertThat(first).isCompletedWithValue(new GatewayLink.FirstConnection.Made());
    assertThat(monitor.status().connected()).isTrue();
    assertThat(monitor.status().intake().deadLetters()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1001, 4000, 4003, 4008})
  void theSessionIsResumedFromWhatIsCommitted(int code) throws Exception {
    var connection = identified();
    connection.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    awaitSequence(2);
    connection.close(code);
    resumed(2);
    awaitWords("one", "two");
    assertThat(monitor.status().intake().epoch()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4007, 4009})
  void aSessionThatIsGoneIsBegunAnew(int code) throws Exception {
    identified().close(code);
    begunAnew();
  }

  @Test
  void anInvalidSessionIsBegunAnew() throws Exception {
    var connection = identified();
    connection.send(9, -1, "", "false");
    assertThat(connection.closedWith()).isEqualTo(4000);
    begunAnew();
  }

  /** What may follow each RESUME in place of RESUMED. */
  enum Breach {
    CUT,
    CLOSED_WITH_4000,
    CLOSED_WITHOUT_CODE,
    ASKED_TO_RESUME_AGAIN,
    ASKED_TO_CONNECT_ANEW,
    SILENCE
  }

  @ParameterizedTest
  @EnumSource
  void aSessionThatIsNeverResumedIsGivenUpAfterAWhile(Breach breach) throws Exception {
    // By time, where each try takes long; else by the number of tries.
    pace = breach == Breach.SILENCE ? SOON_ENOUGH : FAST;
    identified().close(4000);
    int tries = 0;
    var connection = discord.next();
    while (connection.start().path("op").asInt() == 6) {
      tries++;
      breach(connection, breach);
      connection = discord.next();
    }
    assertThat(tries).isBetween(3, 20);
    connection.dispatch(1, "READY", ready("B", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().intake().epoch() == 2);
    patiently().until(() -> monitor.status().connected());
  }

  private static void breach(ScriptedGateway.Connection connection, Breach breach) {
    switch (breach) {
      case CUT -> connection.reset();
      case CLOSED_WITH_4000 -> connection.close(4000);
      case CLOSED_WITHOUT_CODE -> connection.closeWithoutCode();
      case ASKED_TO_RESUME_AGAIN -> connection.send(9, -1, "", "true");
      case ASKED_TO_CONNECT_ANEW -> connection.send(7, -1, "", "null");
      case SILENCE -> {}
    }
  }

  /** With a first pause of half a minute, only attempts that cost nothing come soon. */
  private static final GatewayPace PATIENT =
      new GatewayPace(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          50);

  @Test
  void aSessionIsResumedSoonHoweverOftenThatFailed() throws Exception {
    pace = PATIENT;
    identified().close(4000);
    for (Breach breach :
        List.of(Breach.CUT, Breach.CLOSED_WITH_4000, Breach.CUT, Breach.ASKED_TO_RESUME_AGAIN)) {
      var connection = discord.next();
      assertThat(connection.start().path("op").asInt()).isEqualTo(6);
      breach(connection, breach);
    }
    resumed(1);
  }

  @Test
  void aSessionIsBegunSoonHoweverOftenThatFailedWhileMostStartsOfTheDayAreLeft() throws Exception {
    pace = PATIENT;
    start();
    for (int i = 0; i < 3; i++) {
      var connection = discord.next();
      assertThat(connection.start().path("op").asInt()).isEqualTo(2);
      connection.reset();
    }
    var connection = discord.next();
    connection.start();
    connection.dispatch(1, "READY", ready("A", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().connected());
  }

  @Test
  void aRestartInBetweenDoesNotMakeItTryForEver() throws Exception {
    pace = SOON_ENOUGH;
    identified().close(4000);
    var connection = discord.next();
    connection.start();
    KIT.stop(link);
    start();
    aSessionIsBegunAfterTriesToResume();
  }

  @Test
  void aResumeThatBringsEventsIsGoneOnWithHoweverOftenItBreaks() throws Exception {
    identified().close(4000);
    for (int i = 0; i < 15; i++) {
      var connection = discord.next();
      var resume = connection.start();
      assertThat(resume.path("op").asInt()).isEqualTo(6);
      long sequence = resume.path("d").path("seq").asLong();
      connection.dispatch(sequence + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(2 + i), "n" + i));
      awaitSequence(sequence + 1);
      connection.reset();
    }
    patiently().until(() -> delivered.words().size() == 15);
    assertThat(monitor.status().intake().epoch()).isEqualTo(1);
  }

  private void aSessionIsBegunAfterTriesToResume() throws Exception {
    var connection = discord.next();
    while (connection.start().path("op").asInt() == 6) {
      connection.reset();
      connection = discord.next();
    }
    connection.dispatch(1, "READY", ready("B", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().intake().epoch() == 2);
  }

  @Test
  void aRequestToReconnectIsFollowedAtOnceAndResumes() throws Exception {
    var connection = identified();
    connection.send(7, -1, "", "null");
    assertThat(connection.closedWith()).isEqualTo(4000);
    resumed(1);
  }

  @Test
  void aResetConnectionIsResumed() throws Exception {
    identified().reset();
    resumed(1);
  }

  @Test
  void missingAcknowledgementsLeadToAResume() throws Exception {
    discord.heartbeatMillis = 200;
    var connection = identified();
    // The next connection is to stay, however late it is answered.
    discord.heartbeatMillis = 45_000;
    discord.acknowledges = false;
    assertThat(connection.closedWith()).isNotIn(1000, 1001);
    discord.acknowledges = true;
    resumed(1);
  }

  @Test
  void aStopLeavesTheSessionToBeResumedByTheNextProcess() throws Exception {
    var connection = identified();
    connection.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    awaitSequence(2);
    TestProbe<Done> stopped = KIT.createTestProbe();
    link.tell(new GatewayLink.Stop(stopped.ref()));
    stopped.receiveMessage(Duration.ofSeconds(30));
    assertThat(connection.closedWith()).isEqualTo(4000);
    assertThat(monitor.status().phase()).isEqualTo(GatewayStatus.Phase.STOPPED);
    start();
    resumed(2);
    awaitWords("one", "two");
  }

  @ParameterizedTest
  @ValueSource(ints = {4004, 4014})
  void aRefusalIsToldAndTriedAgainRarely(int code) throws Exception {
    // Read before the link goes on: the phase passes.
    var phase = first.thenApply(_ -> monitor.status().phase());
    start();
    var connection = discord.next();
    connection.start();
    connection.close(code);
    assertThat(first.get())
        .isInstanceOfSatisfying(
            GatewayLink.FirstConnection.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(code));
    assertThat(phase.get()).isEqualTo(GatewayStatus.Phase.REFUSED);
    var again = discord.next();
    again.start();
    again.dispatch(1, "READY", ready("A", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().connected());
  }

  @Test
  void noSessionIsBegunWhenFewStartsAreLeft() throws Exception {
    discord.startsLeft = 49;
    start();
    patiently().until(() -> monitor.status().phase() == GatewayStatus.Phase.HELD);
    assertThat(discord.connections).isEmpty();
    discord.startsLeft = 50;
    discord.next().start();
  }

  @Test
  void aRepeatedResumeRepeatsNothing() throws Exception {
    var connection = identified();
    connection.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    awaitSequence(2);
    connection.close(4000);
    var second = discord.next();
    second.start();
    second.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    second.dispatch(3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    second.close(4000);
    var third = discord.next();
    third.start();
    third.dispatch(2, "MESSAGE_CREATE", dm(ANN, ANNS, id(1), "one"));
    third.dispatch(3, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    third.dispatch(4, "RESUMED", json("{}"));
    awaitSequence(4);
    awaitWords("one", "two");
  }

  private GatewayIntake.History conversations() {
    var conversations = new FakeConversations();
    return new GatewayIntake.History(
        conversations.history(DATABASE.database(), rest::exchange, settings), conversations);
  }

  private void start() {
    link =
        KIT.spawn(
            GatewayIntake.create(
                new GatewayIntake.Sources(
                    settings,
                    new FencedDatabase(DATABASE.database(), Fence.NONE),
                    rest,
                    new TicketChannels(DATABASE.database(), _ -> false),
                    conversations(),
                    _ -> false),
                rest::exchange,
                new GatewayIntake.Listeners(
                    delivered,
                    delivered,
                    (type, data) -> seen.add(type),
                    frame -> Optional.empty(),
                    status::get,
                    TestWords.ENGLISH),
                monitor,
                new GatewayIntake.Tuning(Intake.Limits.USUAL, pace, first)));
  }

  private ScriptedGateway.Connection identified() throws Exception {
    start();
    var connection = discord.next();
    var identify = connection.start();
    assertThat(identify.path("op").asInt()).isEqualTo(2);
    assertThat(identify.path("d").path("intents").asInt()).isEqualTo(INTENTS);
    connection.dispatch(1, "READY", ready("A", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().connected());
    awaitSequence(1);
    return connection;
  }

  private void resumed(long sequence) throws Exception {
    var connection = discord.next();
    var resume = connection.start();
    assertThat(resume.path("op").asInt()).isEqualTo(6);
    assertThat(resume.path("d").path("session_id").asText()).isEqualTo("A");
    assertThat(resume.path("d").path("seq").asLong()).isEqualTo(sequence);
    connection.dispatch(sequence + 1, "MESSAGE_CREATE", dm(ANN, ANNS, id(2), "two"));
    connection.dispatch(sequence + 2, "RESUMED", json("{}"));
    awaitSequence(sequence + 2);
    patiently().until(() -> monitor.status().connected());
  }

  private void begunAnew() throws Exception {
    var connection = discord.next();
    assertThat(connection.start().path("op").asInt()).isEqualTo(2);
    connection.dispatch(1, "READY", ready("B", discord.gatewayUrl()));
    patiently().until(() -> monitor.status().intake().epoch() == 2);
  }

  /** Words are delivered after the sequence is told of. */
  private void awaitWords(String... words) {
    patiently().untilAsserted(() -> assertThat(delivered.words()).containsExactly(words));
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
  }

  private void awaitSequence(long sequence) {
    patiently().until(() -> monitor.status().intake().sequence() == sequence);
  }
}
