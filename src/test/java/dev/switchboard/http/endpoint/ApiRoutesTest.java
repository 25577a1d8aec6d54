package dev.switchboard.http.endpoint;

import static org.apache.pekko.http.javadsl.server.Directives.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.Right;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.RawClient;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken in a request before it is one of the API: over a socket, byte by byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiRoutesTest {
  private static final HttpSettings ANY_PORT =
      new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE);

  private final PlayedApi api =
      new PlayedApi(
              List.of(
                  Endpoint.get("/api/things/{name}")
                      .forAnybody()
                      .does(call -> {
                        Optional<String> a = call.query(fields -> fields.optionalText("a", 0, 10));
                        return done(Map.of("name", call.path("name"), "a", a));
                      }),
                  Endpoint.get("/api/streams/{name}")
                      .forAnybody()
                      .does(call ->
                          CompletableFuture.completedFuture(
                              Answer.stream("text/event-stream", stream(call.path("name"))))),
                  Endpoint.post("/api/things")
                      .holding(Right.ANSWER_MEMBERS)
                      .does(
                          call -> done(Map.of("name", call.body(one -> one.text("name", 1, 9)))))))
          .session("s", Right.ANSWER_MEMBERS);

  private final Queue<String> ended = new ConcurrentLinkedQueue<>();
  private ActorTestKit kit;
  private Supplier<HttpServer> start;
  private HttpServer server;
  private Optional<Endpoints> endpoints = Optional.of(api.serving());

  /** Completes by the name, after its last bytes were asked for. */
  private Source<ByteString, NotUsed> stream(String name) {
    return Source.from(List.of("data: 1\n\n", "data: " + name + "\n\n"))
        .map(ByteString::fromString)
        .concat(
            Source.completionStageSource(
                name.startsWith("endless")
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture(Source.empty())))
        .watchTermination((_, end) -> {
          var _ = end.whenComplete((_, _) -> ended.add(name));
          return NotUsed.getInstance();
        });
  }

  private static CompletableFuture<Answer> done(Object body) {
    return CompletableFuture.completedFuture(Answer.ok(body));
  }

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "ApiRoutesTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    ApiRoutes routes = new ApiRoutes(() -> endpoints, peers, (_, _) -> new CompletableFuture<>());
    RequestBodies bodies = new RequestBodies(peers);
    ProductRoutes product =
        new ProductRoutes(
            bodies,
            new UploadRoute(() -> endpoints, peers, bodies)::route,
            () -> reject(),
            () -> reject(),
            () -> reject(),
            List.of(routes::route));
    start =
        () ->
            HttpServer.start(kit.system(), ANY_PORT, Routes.of(Routes.Audience.ALL, product))
                .toCompletableFuture()
                .join();
    server = start.get();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  /** The answer to a request, which is said to be the last one of its connection. */
  private String answer(String line, String headers, String body) throws IOException {
    try (RawClient client = RawClient.connect(server.address().getPort())) {
      return client
          .send(line + " HTTP/1.1\nHost: desk.example\nConnection: close\n" + headers + "\n" + body)
          .all();
    }
  }

  @Test
  void aStreamIsSentInChunksAsItComes() throws IOException {
    assertThat(answer("GET /api/streams/a", "", ""))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/event-stream", "Transfer-Encoding: chunked")
        .contains("Cache-Control: no-store")
        .contains("data: 1\n\n", "data: a\n\n");
  }

  @Test
  void aStreamEndsWhenItsClientGoes() throws IOException {
    try (RawClient client = RawClient.connect(server.address().getPort())) {
      client.send("GET /api/streams/endless HTTP/1.1\nHost: desk.example\n\n");
    }
    await().until(() -> ended.contains("endless"));
  }

  /** A browser that leaves closes its side of the connection, and nothing else. */
  @Test
  void aStreamEndsWhenItsClientSaysNoMore() throws IOException {
    try (RawClient client = RawClient.connect(server.address().getPort())) {
      client.send("GET /api/streams/endless-end HTTP/1.1\nHost: desk.example\n\n");
      client.until("data: endless-end");
      client.end();
      assertThat(client.all()).endsWith("\r\n0\r\n\r\n");
    }
    await().until(() -> ended.contains("endless-end"));
  }

  @Test
  void aServerThatStopsEndsItsStreams() throws IOException {
    HttpServer other = start.get();
    try (RawClient client = RawClient.connect(other.address().getPort())) {
      client.send("GET /api/streams/endless-stop HTTP/1.1\nHost: desk.example\n\n");
      client.until("data: endless-stop");
      other.finish().toCompletableFuture().join();
      assertThat(client.all()).endsWith("\r\n0\r\n\r\n");
    }
    assertThat(ended).contains("endless-stop");
  }

  @Test
  void headOfAStreamIsAnsweredWithoutIt() throws IOException {
    assertThat(answer("HEAD /api/streams/endless-head", "", ""))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Type: text/event-stream")
        .doesNotContain("data:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?a=%zz",
        "?a=%",
        "?a=%ff",
        "?%zz=1",
        "?a=%ED%A0%80",
        "?a=%00",
        "?a=1&a=2",
        "?=1",
        "?&",
        "?a",
        "?a=a=b",
        "?a[]=1",
        "?a={}",
        "?a=1#b"
      })
  void aQueryThatIsBrokenIsNoFaultOfTheServer(String query) throws IOException {
    assertThat(answer("GET /api/things/a" + query, "", ""))
        .matches("(?s)HTTP/1.1 (200|4\\d\\d) .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%zz", "%", "%ff", "%ED%A0%80", "%00", "a%2Fb", "..", "%2e%2e", "a|b", "é"})
  void aPathThatIsBrokenIsNoFaultOfTheServer(String segment) throws IOException {
    assertThat(answer("GET /api/things/" + segment, "", ""))
        .matches("(?s)HTTP/1.1 (200|4\\d\\d) .*");
  }

  @Test
  void aPathOrHeaderWithoutAnEndIsRefused() throws IOException {
    assertThat(answer("GET /api/things/" + "a".repeat(20_000), "", "")).startsWith("HTTP/1.1 414");
    assertThat(answer("GET /api/things/a", "X-Request-Id: " + "a".repeat(20_000) + "\n", ""))
        .startsWith("HTTP/1.1 431");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Content-Type: nothing\n",
        "Content-Type: application/json; charset=x\n",
        "Content-Type: application/json, text/plain\n",
        "Content-Type: text/plain\n",
        "Content-Type: application/json\nContent-Type: text/plain\n"
      })
  void aBodyOfNoTypeOrABrokenOneIsRefused(String type) throws IOException {
    assertThat(post(type, "{\"name\":7}")).matches("(?s)HTTP/1.1 4(00|15) .*");
  }

  private String post(String headers, String body) throws IOException {
    return answer(
        "POST /api/things",
        "Cookie: session_id=s; __Host-session_id=s\nSec-Fetch-Site: same-origin\n"
            + headers
            + "Content-Length: "
            + body.length()
            + "\n",
        body);
  }

  @Test
  void theTypeOfABodyMayNameItsCharacters() throws IOException {
    assertThat(post("Content-Type: application/json; charset=utf-8\n", "{\"name\":\"a\"}"))
        .startsWith("HTTP/1.1 200");
    assertThat(post("Content-Type: APPLICATION/JSON\n", "{\"name\":\"a\"}"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws IOException {
    assertThat(
            post("Content-Type: application/json\n", "{\"name\":\"" + "a".repeat(70_000) + "\"}"))
        .startsWith("HTTP/1.1 413")
        .contains("\"error\"", "\"code\"");
  }

  /** It is not unpacked, and so no bomb. */
  @Test
  void aBodyThatIsPackedIsNotUnderstood() throws IOException {
    assertThat(post("Content-Type: application/json\nContent-Encoding: gzip\n", "\u001f\b"))
        .matches("(?s)HTTP/1.1 4(00|15) .*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BREW", "TRACE", "get", "PUT"})
  void aMethodThatIsNotKnownIsRefused(String method) throws IOException {
    assertThat(answer(method + " /api/things/a", "", "")).matches("(?s)HTTP/1.1 (405|501) .*");
  }

  @Test
  void whileTheServerStartsThatIsTheProblem() throws IOException {
    endpoints = Optional.empty();
    String answer = answer("GET /api/things/a", "", "");
    endpoints = Optional.of(api.serving());
    assertThat(answer)
        .startsWith("HTTP/1.1 503")
        .contains("application/problem+json", "\"code\":\"starting\"", "Retry-After: 10");
  }
}
