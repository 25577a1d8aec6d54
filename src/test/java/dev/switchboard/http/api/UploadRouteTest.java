package dev.switchboard.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.Right;
import dev.switchboard.access.key.KeyPermission;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.RawClient;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import dev.switchboard.http.endpoint.PlayedApi;
import dev.switchboard.http.endpoint.UploadRoute;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.TicketMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come slowly, over a socket. */
class UploadRouteTest {
  private static final HttpSettings ANY_PORT =
      new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE);

  private static final Duration LONG = Duration.ofSeconds(25);
  private static final int HOLDER = 2;

  private static ActorTestKit kit;

  @TempDir Path folder;

  private final FakeTickets tickets = new FakeTickets();
  private final ExecutorService blocking = Executors.newCachedThreadPool();
  private final List<RawClient> clients = new ArrayList<>();

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "UploadRouteTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(folder.resolve("incoming"));
    for (int i = 0; i < 100; i++) {
      tickets.answer(
          new TicketQuery.Overview(
              Optional.of(
                  new TicketQuery.Summary(7, new Member(9, "al", "Al"), 1, 2, false, 0, 0))));
    }
  }

  @AfterEach
  void close() {
    clients.forEach(RawClient::close);
    blocking.shutdown();
  }

  /** A server at which files may come so slowly. */
  private int serving(UploadRoute.Pace pace) {
    PlayedApi api =
        new PlayedApi(
                new FilesResource(
                        new DirectoryFileStore(new FilePlace(folder, 0), blocking),
                        new UploadsInMemory(() -> {}),
                        new NoMessages(),
                        tickets,
                        1 << 30)
                    .endpoints())
            .session("s", Right.ANSWER_MEMBERS)
            .key("k", KeyPermission.UPLOAD_FILES);
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    RequestBodies bodies = new RequestBodies(peers);
    ProductRoutes product =
        new ProductRoutes(
            bodies,
            new UploadRoute(() -> Optional.of(api.serving()), peers, bodies, pace)::route,
            () -> reject(),
            () -> reject(),
            () -> reject(),
            List.of());
    return HttpServer.start(kit.system(), ANY_PORT, Routes.of(Routes.Audience.ALL, product))
        .toCompletableFuture()
        .join()
        .address()
        .getPort();
  }

  /** Begins an upload of Anna's, and sends a part of what it announces. */
  private RawClient begin(int port, int announced, String part) throws IOException {
    return begin(
        port,
        "/api/tickets/7/files",
        "Cookie: session_id=s; __Host-session_id=s\nSec-Fetch-Site: same-origin\n",
        announced,
        part);
  }

  private RawClient begin(int port, String path, String caller, int announced, String part)
      throws IOException {
    RawClient client = RawClient.connect(port);
    clients.add(client);
    return client.send(
        "POST %s?name=a.txt HTTP/1.1\nHost: desk.example\n%sContent-Length: %d\n\n%s"
            .formatted(path, caller, announced, part));
  }

  private static String answer(RawClient client) throws IOException {
    return client.until("\r\n\r\n") + client.until("}");
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void anUploadThatPausesIsToldSoAndFreesItsSlot() throws IOException {
    int port = serving(new UploadRoute.Pace(Duration.ofMillis(300), LONG, 1));
    for (int i = 0; i <= HOLDER; i++) {
      assertThat(answer(begin(port, 100_000, "abc")))
          .startsWith("HTTP/1.1 408 ")
          .contains("\"code\":\"too_slow\"");
    }
    assertThat(kept()).isEmpty();
    assertThat(answer(begin(port, 3, "abc"))).startsWith("HTTP/1.1 201 ");
    assertThat(kept()).hasSize(1);
  }

  /** A byte now and then keeps no slot. */
  @Test
  void anUploadThatTricklesIsToldSo() throws IOException {
    int port = serving(new UploadRoute.Pace(LONG, Duration.ofSeconds(1), Long.MAX_VALUE));
    RawClient client = begin(port, 100_000, "abc");
    await()
        .pollInterval(Duration.ofMillis(350))
        .until(() -> client.hasMore() || client.send("d") == null);
    assertThat(answer(client)).startsWith("HTTP/1.1 408 ");
    assertThat(kept()).isEmpty();
  }

  @Test
  void theTimeGrowsWithTheSize() {
    UploadRoute.Pace pace = new UploadRoute.Pace(LONG, Duration.ofSeconds(15), 1_000);
    assertThat(pace.time(0)).isEqualTo(Duration.ofSeconds(15));
    assertThat(pace.time(20_000)).isEqualTo(Duration.ofSeconds(35));
    assertThat(pace.time(100_500)).isEqualTo(Duration.ofMillis(115_500));
  }

  @Test
  void whoSendsSlowlyHasAPartOfTheSlots() throws IOException {
    int port = serving(new UploadRoute.Pace(LONG, LONG, 1));
    for (int i = 0; i < HOLDER; i++) {
      begin(port, 100_000, "abc");
    }
    await().until(() -> kept().size() == HOLDER);
    assertThat(answer(begin(port, 3, "abc")))
        .startsWith("HTTP/1.1 429 ")
        .contains("Retry-After: 10", "\"code\":\"too_many_requests\"");

    RawClient other = begin(port, "/api/externals/tickets/7/files", "X-API-Key: k\n", 3, "abc");
    assertThat(answer(other)).startsWith("HTTP/1.1 201 ");

    clients.get(0).close();
    await().until(() -> answer(begin(port, 3, "xyz")).startsWith("HTTP/1.1 201 "));
    assertThat(new String(Files.readAllBytes(kept().getLast()), UTF_8)).hasSize(3);
  }

  private static final class NoMessages implements TicketMessages {
    @Override
    public CompletionStage<Optional<Part<Message>>> part(
        long ticket, Audience audience, Position position) {
      throw new AssertionError("nobody reads");
    }

    @Override
    public CompletionStage<Optional<StoredFile>> file(
        long ticket, Audience audience, int number, int place) {
      throw new AssertionError("nobody reads");
    }
  }
}
