package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP makes of {@code /api/admin}: methods, sizes, origins and addresses. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminRouteTest {
  private static final String PANEL = "https://panel.example";

  private final HttpClient client = HttpClient.newHttpClient();
  private ActorTestKit kit;

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "AdminRouteTest",
            ConfigFactory.parseString("pekko.http.server.remote-address-attribute = on")
                .withFallback(ConfigFactory.load("nothing")));
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
    client.close();
  }

  @Test
  void aPostIsAnsweredWithWhatTheEndpointSays() throws Exception {
    HttpResponse<String> answer = send(serve(), "POST", "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("127.0.0.1 2");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "TRACE"})
  void everyOtherMethodIsRefusedInsideTheEnvelope(String method) throws Exception {
    HttpResponse<String> answer = send(serve(), method, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("405 only POST is accepted");
  }

  @Test
  void optionsIsAnsweredWithNothing() throws Exception {
    HttpResponse<String> answer = send(serve(), "OPTIONS", "");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1048576,127.0.0.1 1048576", "1048577,413 request body too large"})
  void oneMebibyteIsTheMost(int size, String expected) throws Exception {
    HttpResponse<String> answer = send(serve(), "POST", "known" + "x".repeat(size - 5));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(expected);
  }

  @Test
  void aBodyOfUnknownLengthIsCutOffAsWell() throws Exception {
    byte[] large = ("known" + "x".repeat(3 * 1024 * 1024)).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        client.send(
            request(serve(), "/api/admin")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("413 request body too large");
  }

  @Test
  void whoeverIsLockedOutIsAnsweredBeforeAnythingIsRead() throws Exception {
    HttpServer server =
        serve(
            new PlayedAdmin(true),
            new HttpSettings.Trust(Set.of(InetAddress.ofLiteral("127.0.0.1")), List.of()));

    // Not a byte of the body is sent.
    assertThat(announced(server, "X-Forwarded-For: " + PlayedAdmin.LOCKED, "1000000"))
        .endsWith("401 locked");
  }

  @Test
  void whatIsSaidToBeTooLongIsRefusedBeforeAnythingIsRead() throws Exception {
    assertThat(announced(serve(), "A: b", "1048577")).endsWith("413 request body too large");
    assertThat(announced(serve(), "Expect: 100-continue", "999999999999"))
        .endsWith("413 request body too large")
        .doesNotContain("100 Continue");
  }

  @Test
  void aStrangerIsHeardForSixtyFourKibibytes() throws Exception {
    HttpResponse<String> answer = send(serve(), "POST", "[" + "{},".repeat(300_000) + "{}]");

    assertThat(answer.body()).startsWith("401 after ");
    assertThat(Integer.parseInt(answer.body().substring("401 after ".length())))
        .isBetween(Bodies.SMALL, Bodies.SMALL + 256 * 1024);
  }

  private static String announced(HttpServer server, String header, String length)
      throws Exception {
    try (RawClient client = RawClient.connect(server.address().getPort())) {
      return client
          .send(
              "POST /api/admin HTTP/1.1\nHost: x\n%s\nContent-Length: %s\n\n"
                  .formatted(header, length))
          .all();
    }
  }

  @Test
  void theKindOfContentDoesNotMatter() throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(serve(), "/api/admin")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("127.0.0.1 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/admin/", "/api/admin/status", "/api/administrators", "/api//admin"})
  void noOtherPathIsIt(String path) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request(serve(), path).POST(BodyPublishers.ofString("{}")).build(),
            BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "OPTIONS", "DELETE"})
  void whereItIsSwitchedOffThereIsNothing(String method) throws Exception {
    HttpServer server = serve(PlayedAdmin.closed(), HttpSettings.Trust.NONE);

    HttpResponse<String> answer = send(server, method, "");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is nothing here.");
  }

  @Test
  void onlyListedOriginsMayReadTheAnswerInABrowser() throws Exception {
    HttpServer server = serve(List.of(PANEL));

    for (String method : List.of("POST", "OPTIONS")) {
      HttpResponse<String> listed = sendFrom(server, method, PANEL);
      assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).hasValue(PANEL);
      assertThat(listed.headers().firstValue("Access-Control-Allow-Methods"))
          .hasValue("POST, OPTIONS");
      assertThat(listed.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("Content-Type");
      assertThat(listed.headers().firstValue("Vary")).hasValue("Origin");

      HttpResponse<String> foreign = sendFrom(server, method, "https://evil.example");
      assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(foreign.headers().firstValue("Vary")).hasValue("Origin");
    }
    assertThat(
            sendFrom(serve(List.of("*")), "POST", "https://any.example")
                .headers()
                .firstValue("Access-Control-Allow-Origin"))
        .hasValue("https://any.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7|203.0.113.7",
        "198.51.100.1, 203.0.113.7|203.0.113.7",
        "203.0.113.7, 127.0.0.1|203.0.113.7",
        "2001:db8::1|2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]:4711|2001:db8:0:0:0:0:0:1",
        "localhost|127.0.0.1",
        "203.0.113.7, nonsense|127.0.0.1",
      })
  void aProxyOfOursIsBelievedInTheLastAddressThatIsNotIts(String forwarded, String expected)
      throws Exception {
    HttpServer server =
        serve(
            new PlayedAdmin(true),
            new HttpSettings.Trust(Set.of(InetAddress.ofLiteral("127.0.0.1")), List.of()));

    assertThat(forwarded(server, forwarded).body()).isEqualTo(expected + " 2");
  }

  @Test
  void nobodyElseIsBelievedInAnAddress() throws Exception {
    assertThat(forwarded(serve(), "203.0.113.7").body()).isEqualTo("127.0.0.1 2");
  }

  private HttpResponse<String> forwarded(HttpServer server, String addresses) throws Exception {
    return client.send(
        request(server, "/api/admin")
            .header("X-Forwarded-For", addresses)
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> sendFrom(HttpServer server, String method, String origin)
      throws Exception {
    return client.send(
        request(server, "/api/admin")
            .header("Origin", origin)
            .method(method, BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> send(HttpServer server, String method, String body)
      throws Exception {
    return client.send(
        request(server, "/api/admin")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(HttpServer server, String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.address().getPort() + path));
  }

  private HttpServer serve() {
    return serve(new PlayedAdmin(true), HttpSettings.Trust.NONE);
  }

  private HttpServer serve(List<String> origins) {
    return serve(new PlayedAdmin(true), new HttpSettings.Trust(Set.of(), origins));
  }

  private HttpServer serve(AdminEndpoint endpoint, HttpSettings.Trust trust) {
    Bodies bodies = new Bodies(trust);
    return HttpServer.start(
            kit.system(),
            new HttpSettings("127.0.0.1", 0, Optional.empty(), trust),
            PlayedRoutes.of(endpoint, trust, bodies))
        .toCompletableFuture()
        .join();
  }
}
