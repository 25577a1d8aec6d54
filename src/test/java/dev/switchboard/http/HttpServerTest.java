package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.http.health.Health;
import dev.switchboard.http.health.JvmMetrics;
import dev.switchboard.http.page.FileLinks;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.StoredFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final HttpSettings ANY_PORT =
      new HttpSettings(
          "127.0.0.1", 0, Optional.of(URI.create("https://desk.example")), HttpSettings.Trust.NONE);

  private final PlayedHealth health = new PlayedHealth();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpClient client = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private FileStore files;
  private HttpServer server;

  /** Health as the test wants it. */
  private static final class PlayedHealth implements Health {
    private CompletionStage<Boolean> database = CompletableFuture.completedFuture(true);
    private Bot bot = connected();
    private List<String> unreadable = List.of();
    private boolean broken;

    @Override
    public CompletionStage<Boolean> database() {
      return database;
    }

    @Override
    public Bot bot() {
      if (broken) {
        throw new IllegalStateException("the inside of the product");
      }
      return bot;
    }

    @Override
    public List<String> unreadable() {
      return unreadable;
    }

    static Bot connected() {
      return new Bot(true, true, OptionalLong.of(42), Optional.of(Instant.now()));
    }

    static Bot disconnected(Duration time) {
      return new Bot(true, false, OptionalLong.empty(), Optional.of(Instant.now().minus(time)));
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    kit =
        ActorTestKit.create(
            "HttpServerTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    files =
        DirectoryFileStore.open(
            new FilePlace(directory.resolve("files"), 0),
            DATABASE.database().jdbi(),
            DATABASE.database().blockingCalls());
    server =
        HttpServer.start(kit.system(), ANY_PORT, PlayedRoutes.with(files, health, registry))
            .toCompletableFuture()
            .join();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
    client.close();
  }

  @BeforeEach
  void allIsWell() throws Exception {
    health.database = CompletableFuture.completedFuture(true);
    health.bot = PlayedHealth.connected();
    health.unreadable = List.of();
    health.broken = false;
    awaitDatabase("connected");
  }

  // ---- health

  @Test
  void whoAsksWithHeadHearsOfAnIllnessToo() throws Exception {
    health.unreadable = List.of("Ticket: 1 cannot be read");
    HttpRequest head = request("/api/health").HEAD().build();
    assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/health", "/api/health/live", "/api/health/ready", "/metrics"})
  void whoAsksWithHeadHearsTheStatusOfAGet(String path) throws Exception {
    HttpResponse<String> answer =
        client.send(request(path).HEAD().build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void allIsWellIsSaidInDetail() throws Exception {
    HttpResponse<String> answer = get("/api/health");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {"status":"healthy","database":"connected","bot":{"running":true,"connected":true,"latency_ms":42,"alarms":[]},"unreadable":[]}\
            """);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void whatAPersonHasToMendOnDiscordIsUnhealthyAndNamed() throws Exception {
    health.bot =
        new Health.Bot(
            true,
            true,
            OptionalLong.of(42),
            Optional.of(Instant.now()),
            false,
            List.of("the channel is public"));

    assertThat(get("/api/health").statusCode()).isEqualTo(503);
    assertThat(json(get("/api/health")).at("/bot/alarms/0").asText())
        .isEqualTo("the channel is public");
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  /** A restart would not mend it, and all else goes on: nobody is to start or leave it for this. */
  @Test
  void whatCannotBeReadIsUnhealthyAndNamedAndYetReadyAndAlive() throws Exception {
    health.unreadable = List.of("Ticket: 1 cannot be read");

    assertThat(get("/api/health").statusCode()).isEqualTo(503);
    assertThat(json(get("/api/health")).path("status").asText()).isEqualTo("unhealthy");
    assertThat(json(get("/api/health")).at("/unreadable/0").asText())
        .isEqualTo("Ticket: 1 cannot be read");
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  /** What was found is remembered for a second. */
  private void awaitDatabase(String word) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> json(get("/api/health")).path("database").asText().equals(word));
  }

  @Test
  void withoutTheDatabaseItIsUnhealthyAndNotReadyButAlive() throws Exception {
    health.database = CompletableFuture.failedFuture(new IllegalStateException("gone"));
    awaitDatabase("disconnected");

    assertThat(get("/api/health").statusCode()).isEqualTo(503);
    assertThat(json(get("/api/health")).path("database").asText()).isEqualTo("disconnected");
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsDisconnected() throws Exception {
    health.database = new CompletableFuture<>();
    awaitDatabase("disconnected");

    assertThat(json(get("/api/health")).path("status").asText()).isEqualTo("unhealthy");
  }

  @Test
  void aBotWithoutDiscordIsToleratedForAMinute() throws Exception {
    health.bot = PlayedHealth.disconnected(Duration.ofSeconds(40));
    assertThat(get("/api/health").statusCode()).isEqualTo(200);
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(200);

    health.bot = PlayedHealth.disconnected(Duration.ofSeconds(70));
    HttpResponse<String> answer = get("/api/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(json(answer).path("bot").path("latency_ms").isNull()).isTrue();
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void aBotThatNeverReachedDiscordIsUnhealthyAtOnce() throws Exception {
    health.bot = new Health.Bot(true, false, OptionalLong.empty(), Optional.empty());

    assertThat(get("/api/health").statusCode()).isEqualTo(503);
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
  }

  /** Nobody is to start it anew: it does what it was told to. */
  @Test
  void aBotThatAnAdministratorStoppedIsWellAndSaysSo() throws Exception {
    health.bot =
        new Health.Bot(
            false,
            false,
            OptionalLong.empty(),
            Optional.of(Instant.now().minus(Duration.ofDays(1))),
            true,
            List.of());

    HttpResponse<String> answer = get("/api/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).at("/bot/stopped").asText()).isEqualTo("by an administrator");
    assertThat(json(answer).at("/bot/connected").asBoolean()).isFalse();
    assertThat(get("/api/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreServedAsText() throws Exception {
    Gauge.builder("switchboard_test_depth", () -> 3).register(registry);
    try (JvmMetrics _ = new JvmMetrics(registry)) {
      HttpResponse<String> answer = get("/metrics");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("switchboard_test_depth 3.0").contains("jvm_memory_used");
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    }
  }

  // ---- what is not there

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/tickets",
        "/api/health/x",
        "/",
        "/files",
        "/files/",
        "/x.php"
      })
  void whatIsNotThereIsSaidInJson(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).path("code").asText()).isEqualTo("not-found");
    assertThat(json(answer).path("error").asText()).isNotEmpty();
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/api/health").POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(json(answer).path("code").asText()).isEqualTo("method-not-allowed");
  }

  @Test
  void whatGoesWrongInsideIsNotTold() throws Exception {
    health.broken = true;

    HttpResponse<String> answer = get("/api/health");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(json(answer).path("code").asText()).isEqualTo("internal-error");
    assertThat(answer.body()).doesNotContain("Exception").doesNotContain("the inside");
  }

  // ---- files

  @Test
  void aPictureIsShownAndKeptByTheBrowser() throws Exception {
    String key = keep("picture");

    HttpResponse<String> answer = get("/files/" + key + "/cat.PNG");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("picture");
    assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(answer.headers().firstValue("Content-Length")).contains("7");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(how -> assertThat(how).startsWith("inline;"));
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).contains("sandbox"));

    HttpResponse<String> again =
        client.send(
            request("/files/" + key + "/cat.PNG")
                .header("If-None-Match", answer.headers().firstValue("ETag").orElseThrow())
                .build(),
            BodyHandlers.ofString());
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @SecurityPoint(18)
  @ParameterizedTest
  @ValueSource(strings = {"page.html", "drawing.svg", "x.xml", "run.exe", "noending", "a.pdf"})
  void whatCouldRunSomethingIsDownloaded(String name) throws Exception {
    HttpResponse<String> answer = get("/files/" + keep("<script>") + "/" + name);

    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(how -> assertThat(how).startsWith("attachment;"));
  }

  @SecurityPoint(18)
  @Test
  void aNameCannotBreakOutOfItsHeader() throws Exception {
    StoredFile file = new StoredFile(keep("x"), "ü\"; x=\r\nA: b/..\\*'.txt", 1, "");
    String path = new FileLinks(ANY_PORT).to(file).replace("https://desk.example", "");

    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Disposition"))
        .contains(
            "inline; filename=\"___ x___A_ b_..___.txt\";"
                + " filename*=UTF-8''%C3%BC%22%3B%20x%3D__A%3A%20b_.._%2A%27.txt");
    assertThat(answer.headers().firstValue("A")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-1    | 206 | ab | bytes 0-1/6",
        "bytes=2-     | 206 | cdef | bytes 2-5/6",
        "bytes=-2     | 206 | ef | bytes 4-5/6",
        "bytes=4-99   | 206 | ef | bytes 4-5/6",
        "bytes=-99    | 206 | abcdef | bytes 0-5/6",
        "bytes=0-0,2-2| 200 | abcdef | ",
        "bytes=3-1    | 200 | abcdef | ",
        "lines=1-2    | 200 | abcdef | ",
        "bytes=-      | 200 | abcdef | ",
      })
  void aPartOfAFileIsGiven(String range, int status, String body, String contentRange)
      throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/files/" + keep("abcdef") + "/a.txt").header("Range", range).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("Content-Range"))
        .isEqualTo(Optional.ofNullable(contentRange));
  }

  @Test
  void aPartBeyondTheEndIsRefused() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/files/" + keep("abcdef") + "/a.txt").header("Range", "bytes=6-").build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */6");
  }

  @Test
  void aFileIsDescribedWithoutBeingSent() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request("/files/" + keep("abcdef") + "/a.txt").HEAD().build(), BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).contains("6");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void anEmptyFileIsAFile() throws Exception {
    HttpResponse<String> answer = get("/files/" + keep("") + "/a.txt");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aLargeFileArrivesWhole() throws Exception {
    String large = "0123456789".repeat(500_000);

    assertThat(get("/files/" + keep(large) + "/a.txt").body()).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/0000000000000000000000000000000000000000000000000000000000000000/a.txt",
        "/files/%2e%2e/a.txt",
        "/files/..%2f..%2fetc%2fpasswd/a.txt",
        "/files/switchboard-file-store/a.txt",
        "/files/incoming",
      })
  void noOtherFileIsGiven(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void withoutAPublicAddressThereAreNoLinks() {
    StoredFile file = new StoredFile("ab", "..", 1, "");

    assertThat(
            new FileLinks(new HttpSettings("h", 1, Optional.empty(), HttpSettings.Trust.NONE))
                .to(file))
        .isEmpty();
    assertThat(new FileLinks(ANY_PORT).to(file)).isEqualTo("https://desk.example/files/ab/file");
  }

  // ---- the server

  @Test
  void aTakenPortIsNamed() {
    HttpSettings taken =
        new HttpSettings(
            "127.0.0.1", server.address().getPort(), Optional.empty(), HttpSettings.Trust.NONE);

    assertThatThrownBy(() ->
            HttpServer.start(kit.system(), taken, PlayedRoutes.with(files, health, registry))
                .toCompletableFuture()
                .join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(HttpRefused.class)
        .hasMessageContaining("127.0.0.1:" + taken.port())
        .hasMessageContaining("another program listens there already");
  }

  private String keep(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return files.keep(new ByteArrayInputStream(bytes), bytes.length).toCompletableFuture().join()
            instanceof FileStore.Keeping.Kept kept
        ? kept.key()
        : "not kept";
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }
}
