package dev.switchboard.http.panel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.SecurityPoint;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.http.javadsl.server.Directives;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class PolicyReportsTest {
  private static final AtomicLong NANOS = new AtomicLong();

  private static ActorTestKit kit;
  private static HttpClient client;
  private static HttpServer server;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "PolicyReportsTest",
            ConfigFactory.parseResources("pekko.conf")
                .withFallback(ConfigFactory.load("nothing"))
                .resolve());
    client = HttpClient.newHttpClient();
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    PanelRoutes panel =
        new PanelRoutes(
            Optional.of(new PanelFiles("", "", Set.of(), Map.of())),
            new PolicyReports(peers, NANOS::get),
            Optional.empty());
    server =
        HttpServer.start(
                kit.system(),
                new HttpSettings("127.0.0.1", 0, Optional.empty(), HttpSettings.Trust.NONE),
                Routes.of(
                    Routes.Audience.ALL,
                    new ProductRoutes(
                        new RequestBodies(peers),
                        Directives::reject,
                        Directives::reject,
                        Directives::reject,
                        Directives::reject,
                        List.of(panel::route))))
            .toCompletableFuture()
            .join();
  }

  @AfterAll
  static void stop() {
    client.close();
    kit.shutdownTestKit();
  }

  @BeforeEach
  void listen() {
    NANOS.addAndGet(120_000_000_000L);
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(PolicyReports.class);
  }

  private static HttpResponse<String> send(String method, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + "/csp-reports"))
            .header("Content-Type", "application/csp-report")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @SecurityPoint(15)
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"csp-report": {"document-uri": "https://desk.example/tickets/7", "effective-directive":
        "img-src", "blocked-uri": "https://evil.example/pixel.png?ticket=7"}}
        """,
        """
        {"csp-report": {"violated-directive": "img-src 'self'", "blocked-uri":
        "https://evil.example/a"}}
        """,
        """
        [{"type": "csp-violation", "body": {"effectiveDirective": "img-src", "blockedURL":
        "https://evil.example/pixel.png"}}]
        """
      })
  void bothFormsOfReportsAreLoggedWithoutWhatMembersMayHaveSaid(String report) throws Exception {
    assertThat(send("POST", report).statusCode()).isEqualTo(204);

    assertThat(log.list)
        .singleElement()
        .satisfies(line ->
            assertThat(line.getFormattedMessage())
                .contains("directive img-src, from https://evil.example.")
                .doesNotContain("pixel", "tickets"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"csp-report\":{\"effective-directive\":\"x\\ny\",\"blocked-uri\":\"a b\\nc\"}}",
        "{\"csp-report\":{\"effective-directive\":7,\"blocked-uri\":[\"https://a\"]}}",
        "{\"csp-report\":null}",
        "[{}]",
        "{}"
      })
  void whatIsNoWordOfTheStandardStaysOutOfTheLog(String report) throws Exception {
    assertThat(send("POST", report).statusCode()).isEqualTo(204);
    assertThat(log.list)
        .singleElement()
        .satisfies(line ->
            assertThat(line.getFormattedMessage()).contains("directive unknown, from elsewhere."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "[]", "7", "null", "[7]", "\"text\""})
  void whatIsNoReportIsRefused(String body) throws Exception {
    assertThat(send("POST", body).statusCode()).isEqualTo(400);
    assertThat(log.list).isEmpty();
  }

  @SecurityPoint(15)
  @Test
  void anAddressReportsFiveTimesAMinute() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(send("POST", "{}").statusCode()).isEqualTo(204);
    }
    HttpResponse<String> refused = send("POST", "{}");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
    assertThat(log.list).hasSize(5);
  }

  @Test
  void otherMethodsAndLongBodiesAreRefused() throws Exception {
    assertThat(send("GET", "").headers().firstValue("Allow")).hasValue("POST");
    assertThat(send("PUT", "{}").statusCode()).isEqualTo(405);
    assertThat(send("POST", " ".repeat(16 * 1024 + 1)).statusCode()).isEqualTo(413);
    assertThat(log.list).isEmpty();
  }
}
