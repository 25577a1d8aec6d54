package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.http.admin.AdminEndpoint;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private UntoldProxies untold = new UntoldProxies();
  private ActorTestKit kit;

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "AdminRouteTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
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

  @SecurityPoint(21)
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
        serve(new PlayedAdmin(true), new HttpSettings.Trust(ranges("127.0.0.1"), List.of()));

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
        .isBetween(RequestBodies.SMALL, RequestBodies.SMALL + 256 * 1024);
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

  @SecurityPoint(14)
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
        // Ports, brackets, quotes, zones, and an address of IPv4 written as IPv6.
        "[2001:db8::1]:4711|2001:db8:0:0:0:0:0:1",
        "[2001:db8::1]|2001:db8:0:0:0:0:0:1",
        "203.0.113.7:4711|203.0.113.7",
        "198.51.100.1, 203.0.113.7:80, 10.1.2.3:65535|203.0.113.7",
        "'\"[2001:db8::1]:4711\"'|2001:db8:0:0:0:0:0:1",
        "fe80::1%eth0|fe80:0:0:0:0:0:0:1",
        "[fe80::1%25eth0]:80|fe80:0:0:0:0:0:0:1",
        "::ffff:203.0.113.7|203.0.113.7",
        "[::ffff:203.0.113.7]:80|203.0.113.7",
        "::ffff:cb00:7107|203.0.113.7",
        // Several trusted hops, single or by their ranges; all of them trusted.
        "198.51.100.1, 203.0.113.7, 10.20.30.40, fd12::5|203.0.113.7",
        "203.0.113.7, ::ffff:10.20.30.40|203.0.113.7",
        "10.0.0.9|10.0.0.9",
        // Entries that are blank are none; the rest of the chain counts.
        "', ,203.0.113.7, , '|203.0.113.7",
        "','|127.0.0.1",
        // What is no address ends the way at the last hop that is known.
        "localhost|127.0.0.1",
        "203.0.113.7, nonsense|127.0.0.1",
        "203.0.113.7, unknown, 10.0.0.9|10.0.0.9",
        "203.0.113.7, _hidden, 127.0.0.1|127.0.0.1",
        "203.0.113.7, 256.1.1.1|127.0.0.1",
        "203.0.113.7, 010.1.1.1|127.0.0.1",
        "203.0.113.7, 10.1|127.0.0.1",
        "203.0.113.7, 1.2.3.4:70000|127.0.0.1",
        "203.0.113.7, 1.2.3.4:|127.0.0.1",
        "203.0.113.7, [1.2.3.4|127.0.0.1",
        "203.0.113.7, 2001:db8:::1|127.0.0.1",
        "203.0.113.7, 10.0.0.0/8|127.0.0.1",
      })
  void aProxyOfOursIsBelievedInTheLastAddressThatIsNotIts(String forwarded, String expected)
      throws Exception {
    assertThat(forwarded(behindProxies(), forwarded).body()).isEqualTo(expected + " 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.1|203.0.113.7|203.0.113.7",
        "198.51.100.1, 203.0.113.7|10.0.0.9|203.0.113.7",
        "203.0.113.7|10.0.0.9, 127.0.0.1|203.0.113.7",
        "nonsense|203.0.113.7:80|203.0.113.7",
        "203.0.113.7|nonsense|127.0.0.1",
        "203.0.113.7|,|203.0.113.7",
      })
  void severalLinesAreOneListInTheirOrder(String first, String second, String expected)
      throws Exception {
    HttpServer server = behindProxies();

    assertThat(forwarded(server, first, second).body()).isEqualTo(expected + " 2");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 203.0.113.7, 1",
    "Forwarded, for=203.0.113.7, 1",
    "x-forwarded-for, nonsense, 1",
    "X-Forwarded-Proto, https, 0",
    "Via, 1.1 somebody, 0",
  })
  void aProxyNearByThatNobodyNamedIsNoticedAndNotBelieved(String header, String value, int noticed)
      throws Exception {
    untold = new UntoldProxies();
    HttpServer server = serve();
    send(server, "POST", "{}");
    assertThat(untold.number()).isZero();

    HttpResponse<String> answer =
        client.send(
            request(server, "/api/admin")
                .header(header, value)
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer.body()).isEqualTo("127.0.0.1 2");
    assertThat(untold.number()).isEqualTo(noticed);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 1",
    "10.1.2.3, 1",
    "172.18.0.1, 1",
    "192.168.0.9, 1",
    "169.254.1.1, 1",
    "::1, 1",
    "fd12::1, 1",
    "fe80::1, 1",
    "203.0.113.7, 0",
    "172.32.0.1, 0",
    "2001:db8::1, 0"
  })
  void onlyAddressesNearByAreTakenForProxies(String address, int noticed) {
    UntoldProxies proxies = new UntoldProxies();

    proxies.forwards(InetAddress.ofLiteral(address));
    proxies.forwards(InetAddress.ofLiteral(address));

    assertThat(proxies.number()).isEqualTo(noticed);
  }

  private HttpServer behindProxies() {
    return serve(
        new PlayedAdmin(true),
        new HttpSettings.Trust(ranges("127.0.0.1", "10.0.0.0/8", "fd00::/8"), List.of()));
  }

  private static AddressRanges ranges(String... written) {
    return new AddressRanges(
        Stream.of(written)
            .map(text -> AddressRanges.Range.parse(text).orElseThrow())
            .collect(Collectors.toSet()));
  }

  @SecurityPoint(20)
  @Test
  void nobodyElseIsBelievedInAnAddress() throws Exception {
    assertThat(forwarded(serve(), "203.0.113.7").body()).isEqualTo("127.0.0.1 2");
  }

  private HttpResponse<String> forwarded(HttpServer server, String... lines) throws Exception {
    HttpRequest.Builder request = request(server, "/api/admin").POST(BodyPublishers.ofString("{}"));
    for (String line : lines) {
      request.header("X-Forwarded-For", line);
    }
    return client.send(request.build(), BodyHandlers.ofString());
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
    return serve(new PlayedAdmin(true), new HttpSettings.Trust(AddressRanges.NONE, origins));
  }

  private HttpServer serve(AdminEndpoint endpoint, HttpSettings.Trust trust) {
    PeerAddress peers = new PeerAddress(trust.proxies(), untold);
    RequestBodies requestBodies = new RequestBodies(peers);
    return HttpServer.start(
            kit.system(),
            new HttpSettings("127.0.0.1", 0, Optional.empty(), trust),
            PlayedRoutes.of(endpoint, trust.adminOrigins(), peers, requestBodies))
        .toCompletableFuture()
        .join();
  }
}
