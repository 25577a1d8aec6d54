package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever becomes of those who ask for files, none stays open. The files open are the kernel's.
 */
@EnabledOnOs(OS.LINUX)
class FileRoutesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int CLIENTS = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private final Held calls = new Held();
  private final Connections connections = new Connections(1_000, 1_000, _ -> true);
  private ActorTestKit kit;
  private HttpServer server;
  private String path;

  /** Calls that block are made when they are let go. */
  private static final class Held implements Executor {
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean holding;

    @Override
    public void execute(Runnable call) {
      synchronized (this) {
        if (holding) {
          waiting.add(call);
          return;
        }
      }
      DATABASE.database().blockingCalls().execute(call);
    }

    synchronized void hold() {
      holding = true;
    }

    synchronized int size() {
      return waiting.size();
    }

    void letGo() {
      List<Runnable> all;
      synchronized (this) {
        holding = false;
        all = List.copyOf(waiting);
        waiting.clear();
      }
      all.forEach(Runnable::run);
    }
  }

  @BeforeEach
  void start() {
    kit =
        ActorTestKit.create(
            "FileRoutesTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    FileStore files =
        DirectoryFileStore.open(
            new FilePlace(folder.resolve("files"), 0), DATABASE.database().jdbi(), calls);
    byte[] bytes = new byte[8 * 1024 * 1024];
    FileStore.Keeping kept =
        files.keep(new ByteArrayInputStream(bytes), bytes.length).toCompletableFuture().join();
    assertThat(kept).isInstanceOf(FileStore.Keeping.Kept.class);
    path = "/files/" + ((FileStore.Keeping.Kept) kept).key() + "/a.bin";
    server =
        HttpServer.start(
                kit.system(),
                new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
                PlayedRoutes.with(files),
                connections,
                PATIENCE)
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private List<Socket> asking() throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort());
      client
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: desk.example\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      clients.add(client);
    }
    return clients;
  }

  /** The connections are reset, so that the server hears of it without writing anything. */
  private void drop(List<Socket> clients) throws IOException {
    for (Socket client : clients) {
      client.setSoLinger(true, 0);
      client.close();
    }
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(connections.size()).isZero());
  }

  private long open() throws IOException {
    long open = 0;
    try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path one : descriptors) {
        try {
          open += Files.readSymbolicLink(one).startsWith(folder.toRealPath()) ? 1 : 0;
        } catch (NoSuchFileException closedMeanwhile) {
          // It is not open, then.
        }
      }
    }
    return open;
  }

  @Test
  void whoIsGoneBeforeTheAnswerLeavesNoFileOpen() throws Exception {
    calls.hold();
    List<Socket> clients = asking();
    await().atMost(PATIENCE).until(() -> calls.size() == CLIENTS);
    drop(clients);

    calls.letGo();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(open()).isZero());
  }

  @Test
  void whoIsGoneWhileTheFileIsOpenedOrSentLeavesNoneOpen() throws Exception {
    List<Socket> reading = asking();
    // Nobody reads: the files are sent as far as the connections take them.
    await().atMost(PATIENCE).until(() -> open() == CLIENTS);
    drop(reading);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(open()).isZero());

    List<Socket> waiting = asking();
    calls.hold();
    drop(waiting);
    calls.letGo();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(open()).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "304", "416"})
  void whatNeedsNoBytesOpensNothing(String asked) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    switch (asked) {
      case "HEAD" -> request.HEAD();
      case "304" ->
          request.header(
              "If-None-Match",
              '"' + path.substring("/files/".length(), path.lastIndexOf('/')) + '"');
      default -> request.header("Range", "bytes=99999999-");
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < CLIENTS; i++) {
        HttpResponse<Void> answer = client.send(request.build(), BodyHandlers.discarding());
        assertThat(answer.statusCode())
            .isEqualTo(asked.equals("HEAD") ? 200 : Integer.parseInt(asked));
        assertThat(open()).isZero();
      }
    }
  }
}
