package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.event.Logging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Bodies that end before they are whole: their senders' matter, and no fault of this server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutBodiesTest {
  private static final int MOST = 400;
  private static final int EACH = 10;

  /** Whether the end is seen before or after the body is thrown away is a matter of luck. */
  private static final int ROUNDS = 3;

  private static final String SAID = "all that was to be said is said";
  private static final String LIVE = "GET /api/health/live HTTP/1.1\nHost: x\n\n";
  private static final List<String> PATHS =
      List.of("/api/admin", "/api/health", "/share", "/new", "/files/x", "/metrics", "/nothing");
  private static final List<String> BODIES =
      List.of(
          "Content-Length: 2000000\n\nabc",
          "Content-Length: 20\n\nabc",
          "Content-Length: 200000\n\nabc",
          "Transfer-Encoding: chunked\n\n3\nabc\n",
          "Transfer-Encoding: chunked\n\n10\nabc",
          "Transfer-Encoding: chunked\n\n3\nabc\nzz\n");

  private final Connections connections =
      new Connections(MOST, EACH, address -> address.getHostAddress().equals("127.0.0.1"));
  private final Heard log = new Heard();
  private ActorTestKit kit;
  private HttpServer server;

  /** What is logged, by any thread. */
  private static final class Heard extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }

  @BeforeAll
  void serve() {
    kit =
        ActorTestKit.create(
            "CutBodiesTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    server =
        HttpServer.start(
                kit.system(),
                new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
                PlayedRoutes.of(new PlayedAdmin(true), List.of(), peers, new RequestBodies(peers)),
                connections,
                Duration.ofSeconds(60))
            .toCompletableFuture()
            .join();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    root().detachAppender(log);
  }

  static Stream<Arguments> requests() {
    return PATHS.stream()
        .flatMap(path ->
            BODIES.stream()
                .map(body ->
                    Arguments.of(path, "POST %s HTTP/1.1\nHost: x\n%s".formatted(path, body))));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whoeverEndsTooEarlyHearsThatItIsTheirs(String path, String request) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (RawClient client = client()) {
        String answer = client.send(request).end().all();

        if (path.equals("/api/admin")) {
          assertThat(answer)
              .startsWith("HTTP/1.1 200")
              .containsAnyOf("400 invalid JSON", "413 request body too large");
        } else {
          assertThat(answer).startsWith("HTTP/1.1 4");
        }
      }
    }
    nothingIsLogged();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whoeverIsGoneIsNotTalkedOf(String path, String request) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      try (RawClient client = client()) {
        client.send(request);
      }
      RawClient other = client();
      other.send(request).reset();
    }
    nothingIsLogged();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whatWasAskedBeforeIsAnsweredAllTheSame(String path, String request) throws Exception {
    try (RawClient client = client()) {
      String answers = client.send(LIVE + request).end().all();

      assertThat(answers).startsWith("HTTP/1.1 200").contains("alive").doesNotContain("HTTP/1.1 5");
      assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(3);
    }
    nothingIsLogged();
  }

  @Test
  void whoeverMakesRoomWhileTheyAreRefusedIsNoFaultEither() throws Exception {
    for (int i = 0; i < 3 * EACH; i++) {
      RawClient.connectFrom("127.0.0.9", server.address().getPort())
          .send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 99999999\n\n")
          .send(new byte[2_000]);
    }
    try (RawClient client = RawClient.connectFrom("127.0.0.9", server.address().getPort())) {
      assertThat(client.send(LIVE).until("}")).startsWith("HTTP/1.1 200");
    }
    nothingIsLogged();
  }

  private RawClient client() {
    return RawClient.connect(server.address().getPort());
  }

  /** Pekko logs through an actor: what was said before this is there when this is. */
  private void nothingIsLogged() {
    await().until(() -> connections.size() == 0);
    Logging.getLogger(kit.system().classicSystem(), CutBodiesTest.class).info(SAID);
    await()
        .until(() ->
            log.events.stream().anyMatch(event -> event.getFormattedMessage().contains(SAID)));

    assertThat(log.events)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        // Of it, the log of the product shows errors only.
        .filteredOn(
            event -> !event.getLoggerName().contains("protocol") || event.getLevel() == Level.ERROR)
        .isEmpty();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
