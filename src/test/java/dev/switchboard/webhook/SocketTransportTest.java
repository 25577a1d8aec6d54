package dev.switchboard.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import dev.switchboard.webhook.WebhookTransport.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketTransportTest {
  private static final WebhookSettings TRUSTED = new WebhookSettings(true, true);
  private static final WebhookSettings PUBLIC_ONLY = new WebhookSettings(true, false);

  private HttpServer server;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/in", 204, "");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, String body, String... header) {
    server.createContext(
        path,
        exchange -> {
          seen.add(
              "%s %s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("webhook-id"),
                      new String(
                          exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          if (header.length > 0) {
            exchange.getResponseHeaders().set(header[0], header[1]);
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : 0);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private URI url(String host, String path) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + path);
  }

  private static SocketTransport transport(
      WebhookSettings settings, SocketTransport.Resolver resolver, Duration longest) {
    return new SocketTransport(
        settings, resolver, (SSLSocketFactory) SSLSocketFactory.getDefault(), longest);
  }

  private static Outcome send(SocketTransport transport, URI url) {
    return transport
        .send(new Request(url, Map.of("webhook-id", "msg_1"), "{\"note\":\"é\"}"))
        .toCompletableFuture()
        .join();
  }

  private Outcome send(String path) {
    return send(new SocketTransport(TRUSTED), url("127.0.0.1", path));
  }

  @Test
  void theBodyAndTheHeadersArrive() {
    assertThat(send("/in?a=b%20c")).isEqualTo(new Outcome.Answered(204, Optional.empty(), ""));
    assertThat(seen).containsExactly("POST /in?a=b%20c msg_1 {\"note\":\"é\"}");
  }

  @Test
  void aRedirectIsNotFollowed() {
    answer("/moved", 302, "", "Location", url("127.0.0.1", "/in").toString());
    assertThat(send("/moved")).isEqualTo(new Outcome.Answered(302, Optional.empty(), ""));
    assertThat(seen).hasSize(1);
  }

  @Test
  void thePauseThatIsAskedForAndTheFirst4kBOfTheAnswerAreKept() {
    answer("/busy", 429, "x".repeat(100_000), "Retry-After", "120");
    assertThat(send("/busy"))
        .isEqualTo(
            new Outcome.Answered(429, Optional.of(Duration.ofMinutes(2)), "x".repeat(4_096)));
  }

  // ---- addresses

  @Test
  void aNameThatLeadsToAPrivateAddressIsRefusedBeforeAConnection() {
    for (String address :
        List.of("127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")) {
      SocketTransport transport =
          transport(
              PUBLIC_ONLY,
              _ -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName(address)),
              Duration.ofSeconds(20));
      assertThat(send(transport, url("hooks.example.com", "/in")))
          .as(address)
          .isEqualTo(new Outcome.Failed("the host has an address that is not public"));
    }
    assertThat(send(new SocketTransport(PUBLIC_ONLY), url("localhost", "/in")))
        .isEqualTo(new Outcome.Failed("the host has an address that is not public"));
    assertThat(send(new SocketTransport(PUBLIC_ONLY), url("127.0.0.1", "/in")))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(seen).isEmpty();
  }

  /** A name server of an attacker gives another answer each time. */
  @Test
  void theNameIsLookedUpOnceAndTheConnectionGoesToThatAddress() {
    AtomicInteger lookUps = new AtomicInteger();
    SocketTransport transport =
        transport(
            TRUSTED,
            host -> {
              assertThat(host).isEqualTo("hooks.example.com");
              return List.of(
                  InetAddress.getByName(
                      lookUps.incrementAndGet() == 1 ? "127.0.0.1" : "127.0.0.99"));
            },
            Duration.ofSeconds(20));

    assertThat(send(transport, url("hooks.example.com", "/in")))
        .isInstanceOf(Outcome.Answered.class);
    assertThat(lookUps).hasValue(1);
    assertThat(seen).hasSize(1);
  }

  @Test
  void theNextAddressIsTriedWhereOneDoesNotAnswer() {
    SocketTransport transport =
        transport(TRUSTED, _ -> List.of(loopback(99), loopback(1)), Duration.ofSeconds(20));
    assertThat(send(transport, url("hooks.example.com", "/in")))
        .isInstanceOf(Outcome.Answered.class);
  }

  // ---- what goes wrong

  @Test
  void aHostWithoutAnAddressIsAFailure() {
    SocketTransport transport =
        transport(
            TRUSTED,
            host -> {
              throw new UnknownHostException(host);
            },
            Duration.ofSeconds(20));
    assertThat(send(transport, url("hooks.example.com", "/in")))
        .isEqualTo(new Outcome.Failed("the host has no address"));
  }

  @Test
  void anEndpointThatNeverAnswersIsLeftInTime() throws IOException {
    List<Socket> held = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SocketTransport transport =
          transport(
              TRUSTED, _ -> List.of(InetAddress.getLoopbackAddress()), Duration.ofMillis(300));
      URI url = URI.create("http://hooks.example.com:" + silent.getLocalPort());
      assertThat(send(transport, url)).isInstanceOf(Outcome.Failed.class);
      held.add(silent.accept());
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  @Test
  void plainHttpInPlaceOfTlsIsAFailure() {
    assertThat(
            send(
                new SocketTransport(TRUSTED),
                URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/in")))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(seen).isEmpty();
  }

  private static String read(String answer) {
    try {
      return HttpAnswer.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)))
          .toString();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void oddAnswersAreReadOrRefused() {
    assertThat(read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!"))
        .contains("status=200", "body=hi]");
    assertThat(read("HTTP/1.1 200\r\n\r\nto the end")).contains("body=to the end]");
    assertThat(
            read(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0"
                    + "\r\n\r\n"))
        .contains("body=abcde]");
    assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"))
        .contains("status=200", "body=]");
    assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab\u0000c"))
        .contains("status=200")
        .doesNotContain("\u0000");
    assertThat(read("SSH-2.0-OpenSSH\r\n")).isEqualTo("the answer is not HTTP/1.1");
    assertThat(read("HTTP/1.1 200 OK\r\nx: y")).isEqualTo("the answer ended within its head");
    assertThat(read("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(5_000)))
        .isEqualTo("the head of the answer is too long");
    assertThat(read("")).isEqualTo("the answer ended within its head");
  }

  private static InetAddress loopback(int last) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
  }
}
