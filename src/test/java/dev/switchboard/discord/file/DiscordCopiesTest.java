package dev.switchboard.discord.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.ScriptedDiscord;
import dev.switchboard.lookup.HostLookup;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.Copies.Copied;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
      new DiscordCopies.Pauses(
          new Retry(Duration.ofMillis(10), Duration.ofMillis(320)), Duration.ofMillis(20));

  /** The message with a link that works. */
  private static final String FRESH =
      """
      {"attachments":[{"id":"31","filename":"a","size":5,"url":"%1$s/attachments/new"}]}\
      """;

  private final List<AutoCloseable> open = new ArrayList<>();
  private FileStore files;

  @BeforeAll
  void openFiles(@TempDir Path directory) {
    files =
        DirectoryFileStore.open(
            new FilePlace(directory.resolve("files"), 0),
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

    StoredFile file = kept(scene.copy("/attachments/1/31/a.txt", 11));

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

    assertThat(content(kept(scene.copy("/attachments/old", 9)).key())).isEqualTo("forwarded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"message\":\"Unknown Message\",\"code\":10008} | its message was deleted before it"
            + " could be copied",
        "403 | {\"message\":\"Missing Access\",\"code\":50001} | the bot may not read its message"
            + " any more",
        "200 | {\"attachments\":[]} | it was taken out of its message",
      })
  void whatIsGoneIsLostAndSaysWhy(int status, String answer, String why) throws Exception {
    Scene scene =
        new Scene(request ->
            ScriptedDiscord.Reply.json(
                request.path().startsWith("/channels") ? status : 404, answer));

    assertThat(result(scene.copy("/attachments/old"))).isEqualTo(new Copied.Lost(why));
  }

  /** A file of an interaction has no message to read a fresh link from. */
  @ParameterizedTest
  @CsvSource({"403, 5", "404, 5", "410, 5", "403, 0", "404, 0", "410, 0"})
  void aFileThatIsNotThereForAMomentIsKept(int status, long channel) throws Exception {
    Clock clock = new Clock();
    Scene scene =
        new Scene(request ->
            request.path().startsWith("/channels")
                ? message(FRESH, request)
                : clock.passed().toSeconds() < 25
                    ? ScriptedDiscord.Reply.json(status, "")
                    : bytes("fresh"));

    Copied copied =
        result(
            scene
                .copiesAt(clock, DiscordCopies.Pauses.USUAL)
                .copy(channel, MESSAGE, attachment(31, scene.url("/attachments/old"), 5)));

    assertThat(copied).isInstanceOf(Copied.Kept.class);
  }

  @ParameterizedTest
  @CsvSource({"5, Discord does not have it any more", "0, Discord's link to it has expired"})
  void aFileThatIsNotThereForHalfAMinuteIsLost(long channel, String why) throws Exception {
    Clock clock = new Clock();
    Scene scene =
        new Scene(request ->
            request.path().startsWith("/channels")
                ? message(FRESH, request)
                : ScriptedDiscord.Reply.json(404, ""));

    Copied copied =
        result(
            scene
                .copiesAt(clock, DiscordCopies.Pauses.USUAL)
                .copy(channel, MESSAGE, attachment(31, scene.url("/attachments/old"), 5)));

    assertThat(copied).isEqualTo(new Copied.Lost(why));
    assertThat(clock.passed()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
    assertThat(scene.paths()).hasSizeLessThan(35);
  }

  /** No fresh link came that could have been refused. */
  @Test
  void aLinkThatExpiredInAnOutageIsReadAnewAfterIt() throws Exception {
    Clock clock = new Clock();
    Scene scene =
        new Scene(request ->
            request.path().equals("/attachments/new")
                ? bytes("fresh")
                : request.path().startsWith("/attachments")
                    ? ScriptedDiscord.Reply.json(404, "")
                    : clock.passed().toSeconds() < 120
                        ? ScriptedDiscord.Reply.json(503, "")
                        : message(FRESH, request));

    Copied copied =
        result(
            scene
                .copiesAt(clock, DiscordCopies.Pauses.USUAL)
                .copy(CHANNEL, MESSAGE, attachment(31, scene.url("/attachments/old"), 5)));

    assertThat(copied).isInstanceOf(Copied.Kept.class);
  }

  /** Only Discord itself says that a file was taken out of its message. */
  @Test
  void aPageInThePlaceOfTheMessageSaysNothingOfTheFile() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    Scene scene =
        new Scene(request ->
            switch (request.path()) {
              case "/attachments/old" -> ScriptedDiscord.Reply.json(404, "");
              case "/attachments/new" -> bytes("fresh");
              default ->
                  reads.incrementAndGet() == 1
                      ? new ScriptedDiscord.Reply(
                          200, "<html>", Map.of("Content-Type", "text/html"), Duration.ZERO)
                      : message(FRESH, request);
            });

    assertThat(content(kept(scene.copy("/attachments/old")).key())).isEqualTo("fresh");
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
                      200, "cut", Map.of("Content-Length", "7"), Duration.ZERO);
              default -> bytes("at last");
            });

    assertThat(content(kept(scene.copy("/attachments/a", 7)).key())).isEqualTo("at last");
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

    assertThat(result(scene.copy("/attachments/of-unknown-size", Attachment.UNTOLD)))
        .isEqualTo(announced);
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
    AtomicInteger calls = new AtomicInteger();
    Scene scene =
        new Scene(_ ->
            calls.incrementAndGet() == 1
                ? new ScriptedDiscord.Reply(
                    302, "", Map.of("Location", "/elsewhere"), Duration.ZERO)
                : bytes("fresh"));

    kept(scene.copy("/attachments/a"));

    assertThat(scene.paths()).containsExactly("/attachments/a", "/attachments/a");
  }

  /** What is between us and Discord may say any of these for a moment. */
  @ParameterizedTest
  @ValueSource(ints = {202, 204, 206, 302, 304, 400, 401, 405, 407, 415, 451})
  void anAnswerThatIsNotTheFileIsAskedForAgain(int status) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Scene scene =
        new Scene(_ ->
            calls.incrementAndGet() <= 6 ? ScriptedDiscord.Reply.json(status, "") : bytes("fresh"));

    assertThat(content(kept(scene.copy("/attachments/a")).key())).isEqualTo("fresh");
    assertThat(scene.paths()).hasSize(7).containsOnly("/attachments/a");
  }

  @Test
  void aRefusalThatLastsForADayIsTheEnd() throws Exception {
    Scene scene = new Scene(_ -> ScriptedDiscord.Reply.json(415, ""));
    Clock clock = new Clock();
    Retry hours = new Retry(Duration.ofHours(1), Duration.ofHours(32));

    Copied copied =
        result(
            scene
                .copiesAt(clock, new DiscordCopies.Pauses(hours, Duration.ofHours(1)))
                .copy(CHANNEL, MESSAGE, attachment(31, scene.url("/a"), 5)));

    assertThat(copied).isEqualTo(new Copied.Lost("Discord answered with HTTP 415"));
    assertThat(clock.passed()).isBetween(Duration.ofHours(24), Duration.ofHours(30));
  }

  /** What may stand in the place of a file that is a PNG image of twelve bytes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | text/html | <!DOCTYPE html><title>Sorry</title> | 35 bytes came instead of 12",
        "200 | image/png | short | 5 bytes came instead of 12",
        "200 | image/png | much longer than what was sent | 30 bytes came instead of 12",
        "200 | text/html; charset=utf-8 | twelve bytes | text/html came instead of image/png",
        "200 | application/json | {\"code\": 1}. | application/json came instead of image/png",
        "200 | image/png | <html>Sorry! | a page of HTML came instead of image/png",
      })
  void whatComesInTheFilesPlaceIsNotKeptAndTheFreshLinkIsTried(
      int status, String type, String body, String why) throws Exception {
    Scene spoilt =
        new Scene(request ->
            request.path().startsWith("/channels")
                ? message(
                    """
                    {"attachments":[{"id":"31","filename":"a.png","size":12,"url":"%1$s/attachments/new"}]}\
                    """,
                    request)
                : new ScriptedDiscord.Reply(
                    status, body, Map.of("Content-Type", type), Duration.ZERO));
    Clock clock = new Clock();
    assertThat(result(spoilt.picture(clock, "/attachments/old")))
        .isEqualTo(new Copied.Lost("Discord's server sends something else: " + why));
    assertThat(clock.passed()).isBetween(Duration.ofHours(24), Duration.ofHours(25));
    List<String> asked =
        spoilt.paths().stream().filter(path -> path.startsWith("/attachments")).toList();
    assertThat(asked).startsWith("/attachments/old", "/attachments/new").hasSizeLessThan(250);
    assertThat(asked).filteredOn("/attachments/old"::equals).hasSize(1);

    Scene mended =
        new Scene(request ->
            switch (request.path()) {
              case "/attachments/old" ->
                  new ScriptedDiscord.Reply(
                      status, body, Map.of("Content-Type", type), Duration.ZERO);
              case "/attachments/new" -> bytes("the picture!");
              default ->
                  message(
                      """
                      {"attachments":[{"id":"31","filename":"a.png","size":12,"url":"%1$s/attachments/new"}]}\
                      """,
                      request);
            });
    assertThat(content(kept(mended.picture("/attachments/old")).key())).isEqualTo("the picture!");
  }

  /** As in an outage in which a server in front answers 200 with a page, or with nothing at all. */
  @ParameterizedTest
  @CsvSource({"20, 5", "600, 80", "7200, 900"})
  void aFileInWhosePlaceSomethingElseComesForAWhileIsKeptSoonAfter(long seconds, long late)
      throws Exception {
    Clock clock = new Clock();
    Scene scene =
        new Scene(request -> {
          if (request.path().startsWith("/channels")) {
            return message(FRESH, request);
          }
          return clock.passed().toSeconds() < seconds ? bytes("") : bytes("fresh");
        });

    Copied copied =
        result(
            scene
                .copiesAt(clock, DiscordCopies.Pauses.USUAL)
                .copy(CHANNEL, MESSAGE, attachment(31, scene.url("/attachments/old"), 5)));

    assertThat(copied).isInstanceOf(Copied.Kept.class);
    assertThat(clock.passed())
        .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + late));
  }

  /** Refusals in between do not make the day begin anew. */
  @Test
  void somethingElseAndRefusalsInTurnEndAfterADay() throws Exception {
    Clock clock = new Clock();
    AtomicInteger calls = new AtomicInteger();
    Scene scene =
        new Scene(_ ->
            calls.incrementAndGet() % 2 == 0 ? bytes("") : ScriptedDiscord.Reply.json(503, ""));

    Copied copied =
        result(
            scene
                .copiesAt(clock, DiscordCopies.Pauses.USUAL)
                .copy(0, MESSAGE, attachment(31, scene.url("/a"), 5)));

    assertThat(copied)
        .isEqualTo(
            new Copied.Lost("Discord's server sends something else: 0 bytes came instead of 5"));
    assertThat(clock.passed()).isBetween(Duration.ofHours(24), Duration.ofHours(25));
  }

  @Test
  void anEncodingThatNobodyAskedForIsNotTheFile() throws Exception {
    Scene scene =
        new Scene(_ ->
            new ScriptedDiscord.Reply(
                200, "packed", Map.of("Content-Encoding", "gzip"), Duration.ZERO));

    DiscordCopies copies = scene.copiesAt(new Clock(), DiscordCopies.Pauses.USUAL);
    assertThat(result(copies.copy(0, MESSAGE, attachment(31, scene.url("/a"), 12))))
        .isEqualTo(
            new Copied.Lost("Discord's server sends something else: 6 bytes came instead of 12"));
    assertThat(result(copies.copy(0, MESSAGE, attachment(32, scene.url("/a"), Attachment.UNTOLD))))
        .isEqualTo(
            new Copied.Lost("Discord's server sends something else: it came encoded as gzip"));
    assertThat(scene.discord.requests.getFirst().headers().get("Accept-Encoding"))
        .isEqualTo("identity");
  }

  @Test
  void pagesThatPeopleSendAreFilesLikeOthers() throws Exception {
    Scene scene =
        new Scene(_ ->
            new ScriptedDiscord.Reply(
                200, "<html></html>", Map.of("Content-Type", "text/html"), Duration.ZERO));

    for (String type : List.of("text/html", "text/plain; charset=utf-8", "")) {
      Attachment page = new Attachment(31, "page.htm", 13, scene.url("/a"), type);
      assertThat(content(kept(scene.copies.copy(CHANNEL, MESSAGE, page)).key()))
          .isEqualTo("<html></html>");
    }
  }

  @Test
  void nothingIsFetchedWhileTheDiskHasNoRoom() throws Exception {
    Scene scene = new Scene(_ -> bytes("fresh"));
    Disk disk = new Disk(files);
    DiscordCopies copies = scene.copiesInto(disk);
    disk.rooms = 0;

    CompletableFuture<Copied> copied =
        copies.copy(CHANNEL, MESSAGE, attachment(31, scene.url("/a"), 5)).toCompletableFuture();
    await().until(() -> disk.asked.get() > 3);
    assertThat(scene.paths()).isEmpty();
    assertThat(copied).isNotDone();

    disk.rooms = 1;
    assertThat(content(kept(copied).key())).isEqualTo("fresh");
    assertThat(scene.paths()).containsExactly("/a");
    assertThat(disk.open.get()).isZero();
  }

  @Test
  void aDiskThatBecomesFullMeanwhileIsLeftAloneForLong() throws Exception {
    Scene scene = new Scene(_ -> bytes("fresh"));
    Disk disk = new Disk(files);
    disk.full.set(1);

    assertThat(
            content(
                kept(scene
                        .copiesInto(disk)
                        .copy(CHANNEL, MESSAGE, attachment(31, scene.url("/a"), 5)))
                    .key()))
        .isEqualTo("fresh");

    assertThat(scene.paths()).containsExactly("/a", "/a");
    assertThat(disk.open.get()).isZero();
  }

  @Test
  void sixAtOnceAreDownloadedTwoOfOneChannelAndByTurns() {
    DownloadSlots slots = new DownloadSlots();
    List<String> started = new ArrayList<>();
    List<CompletableFuture<String>> downloads = new ArrayList<>();
    for (String file : "a1 a2 a3 a4 a5 a6 b1 b2 b3 c1 d1 d2".split(" ", -1)) {
      slots.run(
          file.charAt(0),
          () -> {
            started.add(file);
            CompletableFuture<String> download = new CompletableFuture<>();
            downloads.add(download);
            return download;
          });
    }

    assertThat(started).containsExactly("a1", "a2", "b1", "b2", "c1", "d1");
    downloads.get(0).complete("done");
    assertThat(started).endsWith("d1", "a3");
    downloads.get(2).completeExceptionally(new IOException("failed"));
    assertThat(started).endsWith("a3", "b3");
    // Whose turn was longest ago is next, however many of another wait.
    downloads.get(4).complete("done");
    downloads.get(1).complete("done");
    assertThat(started).endsWith("b3", "d2", "a4");
    // Each one that ends starts the next, which is added to the list.
    for (int next = 0; next < downloads.size(); next++) {
      downloads.get(next).complete("done");
    }
    assertThat(started).hasSize(12).endsWith("a5", "a6");
  }

  /** A file store with so much room as a test says. */
  private static final class Disk implements FileStore {
    private final FileStore files;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile int rooms = 1;
    private final AtomicInteger full = new AtomicInteger();

    Disk(FileStore files) {
      this.files = files;
    }

    @Override
    public CompletionStage<Optional<DiskRoom.Promise>> room(long bytes) {
      asked.incrementAndGet();
      if (rooms == 0) {
        return CompletableFuture.completedStage(Optional.empty());
      }
      open.incrementAndGet();
      return CompletableFuture.completedStage(Optional.of(open::decrementAndGet));
    }

    @Override
    public CompletionStage<Keeping> keep(InputStream content, long limit) {
      if (full.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return CompletableFuture.completedStage(new Keeping.NoRoom());
      }
      return files.keep(content, limit);
    }

    @Override
    public CompletionStage<OptionalLong> size(String key) {
      return files.size(key);
    }

    @Override
    public CompletionStage<Opening> open(String key) {
      return files.open(key);
    }

    @Override
    public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
      return files.deleteUntouched(key, rest);
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
      return files.delete(key);
    }

    @Override
    public CompletionStage<Long> totalSize() {
      return files.totalSize();
    }
  }

  /** A time in which every pause is over at once. */
  private static final class Clock {
    private final AtomicLong nanos = new AtomicLong();

    long now() {
      return nanos.get();
    }

    Duration passed() {
      return Duration.ofNanos(now());
    }

    void later(Duration pause, Runnable step) {
      nanos.addAndGet(pause.toNanos());
      ForkJoinPool.commonPool().execute(step);
    }
  }

  /** A Discord that answers by script, and copies made from it. */
  private final class Scene {
    private final ScriptedDiscord discord;
    private final DiscordRest rest;
    private final DiscordCopies copies;

    Scene(Function<ScriptedDiscord.Request, ScriptedDiscord.Reply> script) {
      discord = new ScriptedDiscord(script);
      rest = new DiscordRest(discord.access());
      open.addAll(List.of(discord, rest));
      copies = copiesInto(files);
    }

    DiscordCopies copiesInto(FileStore store) {
      return copies(
          store,
          SHORT,
          System::nanoTime,
          (pause, step) ->
              CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS)
                  .execute(step));
    }

    DiscordCopies copiesAt(Clock clock, DiscordCopies.Pauses pauses) {
      return copies(files, pauses, clock::now, clock::later);
    }

    private DiscordCopies copies(
        FileStore store,
        DiscordCopies.Pauses pauses,
        LongSupplier time,
        FailedDownloads.Later later) {
      DiscordCopies made =
          new DiscordCopies(
              (channel, message) ->
                  rest.exchange(
                      Call.get("/channels/{channel}/messages/{message}", channel, message)),
              store,
              LIMIT,
              new Downloads(discord.access().apiUrl(), Duration.ofMillis(500), HostLookup.USUAL),
              pauses,
              time,
              later);
      open.add(made);
      return made;
    }

    /** Asks for a PNG image of twelve bytes. */
    CompletionStage<Copied> picture(String path) {
      return copies.copy(CHANNEL, MESSAGE, image(path));
    }

    CompletionStage<Copied> picture(Clock clock, String path) {
      return copiesAt(clock, DiscordCopies.Pauses.USUAL).copy(CHANNEL, MESSAGE, image(path));
    }

    private Attachment image(String path) {
      return new Attachment(31, "a.png", 12, url(path), "image/png");
    }

    String url(String path) {
      return discord.access().apiUrl() + path;
    }

    List<String> paths() {
      return discord.requests.stream().map(ScriptedDiscord.Request::path).toList();
    }

    CompletionStage<Copied> copy(String path) {
      return copy(path, 5);
    }

    CompletionStage<Copied> copy(String path, long size) {
      return copies.copy(CHANNEL, MESSAGE, attachment(31, url(path), size));
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
    return copied.toCompletableFuture().get(60, TimeUnit.SECONDS);
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
