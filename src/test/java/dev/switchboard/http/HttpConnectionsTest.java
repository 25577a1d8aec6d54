package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.Peer;
import dev.switchboard.http.admin.AdminEndpoint;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many, slow and odd connections cost others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpConnectionsTest {
  private static final int MOST = 40;
  private static final int EACH = 10;
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration PLENTY = Duration.ofSeconds(60);

  private static final String LIVE = "GET /api/health/live HTTP/1.1\nHost: x\n\n";
  private static final PeerAddress PEERS = new PeerAddress(AddressRanges.NONE, new UntoldProxies());

  private final List<RawClient> clients = new ArrayList<>();
  private final Connections connections =
      new Connections(MOST, EACH, address -> address.getHostAddress().equals("127.0.0.77"));
  private final Connections limits = unbounded();
  private ActorTestKit kit;
  private HttpServer patient;
  private HttpServer hasty;
  private HttpServer hastyWithBodies;

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "HttpConnectionsTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    patient = start(new PlayedAdmin(true), connections, PLENTY, PLENTY);
    hasty = start(new PlayedAdmin(true), unbounded(), SOON, PLENTY);
    hastyWithBodies = start(new PlayedAdmin(true), limits, PLENTY, SOON);
  }

  private static Connections unbounded() {
    return new Connections(MOST, MOST, _ -> false);
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
    clients.clear();
    await().until(() -> connections.size() == 0);
  }

  // ---- many

  @Test
  void idleConnectionsKeepNobodyOut() throws Exception {
    for (int i = 0; i < 3 * MOST; i++) {
      from("127.0.1." + (1 + i % 100)).send("GET ");
    }

    assertThat(from("127.0.0.1").send(LIVE).until("{\"status\":\"alive\"}"))
        .startsWith("HTTP/1.1 200");
    assertThat(connections.size()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void anAddressThatHasManyLosesTheOneThatIsIdleForLongest() throws Exception {
    RawClient other = from("127.0.0.3").send(LIVE);
    other.until("}");
    List<RawClient> own = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      own.add(from("127.0.0.2").send(LIVE));
      own.getLast().until("}");
    }
    own.getFirst().send(LIVE).until("}");

    RawClient more = from("127.0.0.2").send(LIVE);

    assertThat(more.until("}")).startsWith("HTTP/1.1 200");
    assertThat(own.get(1).all()).isEmpty();
    assertThat(own.getFirst().send(LIVE).until("}")).startsWith("HTTP/1.1 200");
    assertThat(other.send(LIVE).until("}")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aProxyMayHaveMore() throws Exception {
    for (int i = 0; i < 2 * EACH; i++) {
      from("127.0.0.77").send(LIVE).until("}");
    }

    assertThat(clients).allSatisfy(one -> assertThat(one.send(LIVE).until("}")).contains("200"));
  }

  // ---- slow

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET /api/health/live HTTP/1.1\nHost: x\nA: "})
  void whatMakesNoRequestInTimeIsClosed(String beginning) throws Exception {
    assertThat(to(hasty).send(beginning).all()).doesNotContain(" 200 ");
  }

  @Test
  void aHeadWithoutEndIsNotHeardForLong() throws Exception {
    RawClient client = from("127.0.0.1").send("GET / HTTP/1.1\nHost: x\n");
    for (int i = 0; i < 70; i++) {
      client.send("A%d: %s\n".formatted(i, "b".repeat(1_000)));
    }

    // Neither more headers than there may be, nor fewer that are as long.
    assertThat(client.all()).startsWith("HTTP/1.1 4");
    client = from("127.0.0.1").send("GET / HTTP/1.1\nHost: x\n");
    for (int i = 0; i < 30; i++) {
      client.send("A%d: %s\n".formatted(i, "b".repeat(4_000)));
    }
    assertThat(client.all()).doesNotContain(" 404 ");
  }

  @Test
  void whoeverIsStillSendingHearsThatItIsTooMuch() throws Exception {
    byte[] piece = new byte[16 * 1024];
    RawClient client =
        from("127.0.0.1").send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 99999999\n\n");
    for (int i = 0; i < 24 * 1024 / 16; i++) {
      client.send(piece);
    }

    assertThat(client.all()).startsWith("HTTP/1.1 200").endsWith("413 request body too large");
  }

  @Test
  void whoeverGoesOnAfterTheAnswerStillHearsIt() throws Exception {
    byte[] piece = new byte[16 * 1024];
    RawClient client =
        from("127.0.0.1").send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 1048576\n\n");
    for (int i = 0; i < 8; i++) {
      client.send(piece);
    }
    await().until(client::hasMore);
    for (int i = 8; i < 64; i++) {
      client.send(piece);
    }

    assertThat(client.all()).startsWith("HTTP/1.1 200").contains("401 after ");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
    String answer =
        to(hastyWithBodies)
            .send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 10\n\n12345")
            .all();

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .endsWith("408 the request body did not arrive in time");
  }

  @Test
  void whoeverIsOnlyRefusedMakesRoom() throws Exception {
    List<RawClient> refused = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      refused.add(
          from("127.0.0.4")
              .send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 99999999\n\n"));
    }
    for (int i = 0; i < EACH; i++) {
      // Each keeps sending, so that none is answered meanwhile.
      refused.get(i).send(new byte[2_000]);
    }

    assertThat(from("127.0.0.4").send(LIVE).until("}")).startsWith("HTTP/1.1 200");
  }

  @Test
  void aLongChunkIsNotKept() throws Exception {
    String heard;
    try {
      RawClient client =
          from("127.0.0.1")
              .send("POST /api/admin HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\nFFFF0\n")
              .send(new byte[300_000]);
      heard = client.all();
    } catch (SocketException e) {
      // What is not read any more resets the connection, perhaps before the answer is there.
      heard = "";
    }

    assertThat(heard).doesNotContain("401 after");
  }

  @Test
  void whatIsAnsweredAmidAChunkIsOverSoonAfterwards() throws Exception {
    RawClient client =
        to(hastyWithBodies)
            .send("POST /api/admin HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n8000\n")
            .send(new byte[20_000]);

    assertThat(client.all()).endsWith("408 the request body did not arrive in time");
    await().until(() -> limits.size() == 0);
  }

  // ---- odd

  @Test
  void aBodyInPiecesIsReadAndTheConnectionGoesOn() throws Exception {
    RawClient client = from("127.0.0.1");
    for (int round = 0; round < 3; round++) {
      client.send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 10\n\n");
      for (String piece : List.of("12", "345", "6", "7890")) {
        client.send(piece);
      }
      assertThat(client.until("127.0.0.1 10")).startsWith("HTTP/1.1 200");
    }
    client.send("POST /api/admin HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n");
    for (int i = 0; i < 30; i++) {
      client.send("1\nx\n");
    }
    assertThat(client.send("0\n\n").until("127.0.0.1 30")).startsWith("HTTP/1.1 200");
  }

  @Test
  void whatIsAskedAtOnceIsAnsweredInOrder() throws Exception {
    String asked =
        "POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 3\n\nabc"
            + LIVE
            + "GET /nothing HTTP/1.1\nHost: x\n\n"
            + "POST /api/admin HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 1\n\nz";

    assertThat(from("127.0.0.1").send(asked).all())
        .containsSubsequence("127.0.0.1 3", "alive", "404 Not Found", "127.0.0.1 1");
  }

  @Test
  void anOldClientIsAnswered() throws Exception {
    assertThat(from("127.0.0.1").send("GET /api/health/live HTTP/1.0\n\n").all())
        .startsWith("HTTP/1.1 200")
        .endsWith("{\"status\":\"alive\"}");
  }

  @Test
  void whoeverIsRefusedWithALongBodyHearsItAndMayGoOn() throws Exception {
    byte[] body = "[{},".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    RawClient client = from("127.0.0.1");
    for (int round = 0; round < 3; round++) {
      client.send(
          "POST /api/admin HTTP/1.1\nHost: x\nContent-Length: %d\n\n".formatted(body.length));
      assertThat(client.send(body).until("401 after ")).startsWith("HTTP/1.1 200");
      assertThat(client.send(LIVE).until("}")).contains("HTTP/1.1 200").endsWith("alive\"}");
    }
  }

  @Test
  void nobodyIsLeftWithoutAnAnswerHoweverBusyItIs() throws Exception {
    byte[] body = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
    try (ExecutorService senders = Executors.newFixedThreadPool(30)) {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        String address = "127.0.2." + (1 + i % 30);
        calls.add(() -> {
          try (RawClient client = RawClient.connectFrom(address, patient.address().getPort())) {
            return client
                .send(
                    "POST /api/admin HTTP/1.1\nHost: x\nConnection: close\nContent-Length: %d\n\n"
                        .formatted(body.length))
                .send(body)
                .all();
          }
        });
      }
      for (Future<String> answer : senders.invokeAll(calls)) {
        assertThat(answer.get()).startsWith("HTTP/1.1 200").contains("401 after ");
      }
    }
  }

  // ---- the end

  @Test
  void whatWasAskedForIsAnsweredBeforeTheEnd() throws Exception {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    HttpServer server = start(new SlowAdmin(answer), unbounded(), PLENTY, PLENTY);
    RawClient idle = to(server).send(LIVE);
    idle.until("}");
    RawClient busy = to(server).send("POST /api/admin HTTP/1.1\nHost: x\nContent-Length: 1\n\nx");
    await().until(answer::getNumberOfDependents, number -> number > 0);

    CompletionStage<Done> finished = server.finish();
    assertThat(idle.all()).isEmpty();
    answer.complete("done".getBytes(StandardCharsets.UTF_8));

    assertThat(busy.all()).startsWith("HTTP/1.1 200").endsWith("done");
    finished.toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Answers when it is told to. */
  private record SlowAdmin(CompletableFuture<byte[]> answer) implements AdminEndpoint {
    @Override
    public boolean open() {
      return true;
    }

    @Override
    public boolean isLocal(String proof) {
      return false;
    }

    @Override
    public Optional<byte[]> lockedOut(Peer caller) {
      return Optional.empty();
    }

    @Override
    public CompletionStage<Optional<byte[]>> refused(Peer caller, byte[] beginning) {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<byte[]> call(Peer caller, byte[] request) {
      return answer.thenApply(bytes -> bytes);
    }

    @Override
    public byte[] refusal(int status, String error) {
      return error.getBytes(StandardCharsets.UTF_8);
    }
  }

  private RawClient from(String address) {
    RawClient client = RawClient.connectFrom(address, patient.address().getPort());
    clients.add(client);
    return client;
  }

  private RawClient to(HttpServer server) {
    RawClient client = RawClient.connect(server.address().getPort());
    clients.add(client);
    return client;
  }

  private HttpServer start(
      AdminEndpoint endpoint, Connections limits, Duration first, Duration arrival) {
    RequestBodies requestBodies = new RequestBodies(PEERS, arrival);
    return HttpServer.start(
            kit.system(),
            new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
            PlayedRoutes.of(endpoint, List.of(), PEERS, requestBodies),
            limits,
            first)
        .toCompletableFuture()
        .join();
  }
}
