package dev.switchboard.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.lookup.HostLookup;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Attachment;
import dev.switchboard.ticket.Copies.Copied;
import dev.switchboard.ticket.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscordCopiesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long LIMIT = 1_000;
  private static final long CHANNEL = 5;
  private static final long MESSAGE = 6;
  private static final DiscordCopies.Pauses SHORT =
      new DiscordCopies.Pauses(Duration.ofMillis(10), Duration.ofMillis(40));

  private final List<AutoCloseable> open = new ArrayList<>();
  private FileStore files;

  @BeforeAll
  void openFiles(@TempDir Path directory) {
    files =
        DirectoryFileStore.open(
            directory.resolve("files"),
            DATABASE.database().jdbi(),
            DATABASE.database().blockingCalls());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    open.clear();
  }

  @Test
  void aFileIsCopiedByteForByte() throws Exception {
    Scene scene = new Scene(_ -> bytes("the content"));

    StoredFile file = kept(scene.copy("/attachments/1/31/a.txt"));

    assertThat(file.name()).isEqualTo("a.txt");
    assertThat(file.contentType()).isEqualTo("text/plain");
    assertThat(file.size()).isEqualTo(11);
    assertThat(content(file.key())).isEqualTo("the content");
  }

  @Test
  void anExpiredLinkIsReadAnewFromItsMessage() throws Exception {
    Scene scene =
        new Scene(request ->
            switch (request.path()) {
              case "/attachments/old" -> ScriptedDiscord.Reply.json(404, "{}");
              case "/attachments/new" -> bytes("fresh");
              default ->
                  message(
                      """
                      {"attachments":[{"id":"30","filename":"other","size":1,"url":"%1$s/attachments/other"},
                        {"id":"31","filename":"a.txt","size":5,"url":"%1$s/attachments/new"}]}\
                      """,
                      request);
            });

    assertThat(content(kept(scene.copy("/attachments/old")).key())).isEqualTo("fresh");
    assertThat(scene.paths())
        .containsExactly("/attachments/old", "/channels/5/messages/6", "/attachments/new");
  }

  @Test
  void aFileInsideAForwardedMessageIsReadAnewToo() throws Exception {
    Scene scene =
        new Scene(request ->
            switch (request.path()) {
              case "/attachments/old" -> ScriptedDiscord.Reply.json(403, "{}");
              case "/attachments/new" -> bytes("forwarded");
              default ->
                  message(
                      """
                      {"attachments":[],"message_snapshots":[{"message":{"attachments":[
                        {"id":"31","filename":"a.txt","size":5,"url":"%1$s/attachments/new"}]}}]}\
                      """,
                      request);
            });

    assertThat(content(kept(scene.copy("/attachments/old")).key())).isEqualTo("forwarded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"message\":\"Unknown Message\",\"code\":10008} | its message was deleted before it could be copied",
        "403 | {\"message\":\"Missing Access\",\"code\":50001} | the bot may not read its message any more",
        "200 | {\"attachments\":[]} | it was taken out of its message",
      })
  void whatIsGoneIsLostAndSaysWhy(int status, String answer, String why) throws Exception {
    Scene scene =
        new Scene(request ->
            ScriptedDiscord.Reply.json(
                request.path().startsWith("/channels") ? status : 404, answer));

    assertThat(result(scene.copy("/attachments/old"))).isEqualTo(new Copied.Lost(why));
  }

  @Test
  void aFileThatIsRefusedUnderEveryFreshLinkIsLost() throws Exception {
    Scene scene =
        new Scene(request ->
            request.path().startsWith("/channels")
                ? message(
                    """
                    {"attachments":[{"id":"31","filename":"a","size":5,"url":"%1$s/attachments/new"}]}\
                    """,
                    request)
                : ScriptedDiscord.Reply.json(404, ""));

    assertThat(result(scene.copy("/attachments/old")))
        .isEqualTo(new Copied.Lost("Discord does not have it any more"));
  }

  @Test
  void aFileOfAnInteractionHasNoMessageToReadItFrom() throws Exception {
    Scene scene = new Scene(_ -> ScriptedDiscord.Reply.json(404, ""));

    assertThat(
            result(scene.copies.copy(0, MESSAGE, attachment(31, scene.url("/attachments/old"), 5))))
        .isEqualTo(new Copied.Lost("Discord's link to it has expired"));
  }

  @Test
  void anOutageIsOutwaited() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Scene scene =
        new Scene(_ ->
            switch (calls.incrementAndGet()) {
              case 1 -> ScriptedDiscord.Reply.RESET;
              case 2 -> ScriptedDiscord.Reply.json(500, "{}");
              case 3 -> ScriptedDiscord.Reply.json(429, "{}");
              case 4 ->
                  new ScriptedDiscord.Reply(
                      200, "cut", Map.of("Content-Length", "100"), Duration.ZERO);
              default -> bytes("at last");
            });

    assertThat(content(kept(scene.copy("/attachments/a")).key())).isEqualTo("at last");
  }

  @Test
  void aDownloadThatStopsFailsInsteadOfPassingForTheFile() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Downloads downloads =
            new Downloads(
                URI.create("http://127.0.0.1"), Duration.ofSeconds(2), HostLookup.USUAL)) {
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/a");
      CompletionStage<Downloads.Download> asked = downloads.open(address);
      // It announces more than ever comes, and keeps the connection.
      try (Socket connection = server.accept()) {
        connection
            .getOutputStream()
            .write(
                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf"
                    .getBytes(StandardCharsets.UTF_8));
        Downloads.Download answer = asked.toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(answer).isInstanceOf(Downloads.Download.Content.class);
        try (WatchedStream stream = ((Downloads.Download.Content) answer).stream()) {
          assertThatThrownBy(stream::readAllBytes).isInstanceOf(IOException.class);
          assertThat(stream.problem())
              .hasValueSatisfying(why -> assertThat(why).contains("no byte came"));
        }
      }
    }
  }

  @Test
  void whatIsTooLargeIsNotKept() throws Exception {
    Scene scene = new Scene(_ -> bytes("x".repeat((int) LIMIT + 1)));

    Copied announced =
        result(scene.copies.copy(CHANNEL, MESSAGE, attachment(31, scene.url("/a"), LIMIT + 1)));
    assertThat(announced)
        .isEqualTo(new Copied.Lost("it is larger than what is copied (at most 1000 bytes)"));
    assertThat(scene.paths()).isEmpty();

    assertThat(result(scene.copy("/attachments/lies-about-its-size"))).isEqualTo(announced);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example/a.png",
        "https://cdn.discordapp.com.evil.example/a.png",
        "https://cdn.discordapp.com@evil.example/a.png",
        "https://user@cdn.discordapp.com/a.png",
        "https://evildiscordapp.com/a.png",
        "http://cdn.discordapp.com/a.png",
        "https://cdn.discordapp.com:8443/a.png",
        "file:///etc/passwd",
        "ftp://cdn.discordapp.com/a",
        "//cdn.discordapp.com/a",
        "",
        "not an address"
      })
  void nowhereElseIsAsked(String address) throws Exception {
    Scene scene = new Scene(_ -> bytes("secret"));

    assertThat(result(scene.copies.copy(CHANNEL, MESSAGE, attachment(31, address, 5))))
        .isEqualTo(new Copied.Lost("its address is not one of Discord's"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1&is=2&hm=3&",
        "https://media.discordapp.net/attachments/1/2/a.png",
        "https://CDN.discordapp.com:443/a.png"
      })
  void discordsOwnServersAreAsked(String address) {
    try (Downloads downloads =
        new Downloads(URI.create("https://discord.com/api/v10"), HostLookup.USUAL)) {
      assertThat(downloads.allowed(address)).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/a, true",
    "http://127.0.0.1:8081/a, false",
    "http://127.0.0.1/a, false",
    "https://127.0.0.1:8080/a, false",
    "http://localhost:8080/a, false"
  })
  void ofALookAlikeOnlyItsOwnPortIsAsked(String address, boolean allowed) {
    try (Downloads downloads =
        new Downloads(URI.create("http://127.0.0.1:8080/api/v10"), HostLookup.USUAL)) {
      assertThat(downloads.allowed(address).isPresent()).isEqualTo(allowed);
    }
  }

  @Test
  void aRedirectionIsNotFollowed() throws Exception {
    Scene scene =
        new Scene(_ ->
            new ScriptedDiscord.Reply(
                302, "", Map.of("Location", "http://169.254.169.254/"), Duration.ZERO));

    assertThat(result(scene.copy("/attachments/a")))
        .isEqualTo(new Copied.Lost("Discord answered with HTTP 302"));
  }

  @Test
  void fourAtOnceAreDownloadedAndTwoOfOneMessage() {
    DownloadSlots slots = new DownloadSlots();
    List<Long> started = new ArrayList<>();
    List<CompletableFuture<String>> downloads = new ArrayList<>();
    for (long message : new long[] {1, 1, 1, 1, 2, 2, 2, 3}) {
      slots.run(
          message,
          () -> {
            started.add(message);
            CompletableFuture<String> download = new CompletableFuture<>();
            downloads.add(download);
            return download;
          });
    }

    assertThat(started).containsExactly(1L, 1L, 2L, 2L);
    downloads.get(0).complete("done");
    assertThat(started).containsExactly(1L, 1L, 2L, 2L, 1L);
    downloads.get(2).completeExceptionally(new IOException("failed"));
    assertThat(started).containsExactly(1L, 1L, 2L, 2L, 1L, 2L);
    // Each one that ends starts the next, which is added to the list.
    for (int next = 0; next < downloads.size(); next++) {
      downloads.get(next).complete("done");
    }
    assertThat(started).hasSize(8).contains(3L);
  }

  /** A Discord that answers by script, and copies made from it. */
  private final class Scene {
    private final ScriptedDiscord discord;
    private final DiscordCopies copies;

    Scene(Function<ScriptedDiscord.Request, ScriptedDiscord.Reply> script) {
      discord = new ScriptedDiscord(script);
      DiscordRest rest = new DiscordRest(discord.access());
      copies =
          new DiscordCopies(
              (channel, message) ->
                  rest.exchange(
                      Call.get("/channels/{channel}/messages/{message}", channel, message)),
              files,
              LIMIT,
              new Downloads(discord.access().apiUrl(), Duration.ofMillis(500), HostLookup.USUAL),
              SHORT);
      open.addAll(List.of(discord, rest, copies));
    }

    String url(String path) {
      return discord.access().apiUrl() + path;
    }

    List<String> paths() {
      return discord.requests.stream().map(ScriptedDiscord.Request::path).toList();
    }

    CompletionStage<Copied> copy(String path) {
      return copies.copy(CHANNEL, MESSAGE, attachment(31, url(path), 5));
    }
  }

  private static Attachment attachment(long id, String url, long size) {
    return new Attachment(id, "a.txt", size, url, "text/plain");
  }

  private static ScriptedDiscord.Reply bytes(String content) {
    return new ScriptedDiscord.Reply(200, content, Map.of(), Duration.ZERO);
  }

  private static ScriptedDiscord.Reply message(String json, ScriptedDiscord.Request request) {
    return ScriptedDiscord.Reply.json(
        200, json.formatted("http://" + request.headers().get("Host")));
  }

  private static Copied result(CompletionStage<Copied> copied) throws Exception {
    return copied.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static StoredFile kept(CompletionStage<Copied> copied) throws Exception {
    Copied result = result(copied);
    assertThat(result).isInstanceOf(Copied.Kept.class);
    return ((Copied.Kept) result).file();
  }

  private String content(String key) throws Exception {
    FileStore.Opening opening = files.open(key).toCompletableFuture().get(30, TimeUnit.SECONDS);
    try (InputStream stream = ((FileStore.Opening.Content) opening).stream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
