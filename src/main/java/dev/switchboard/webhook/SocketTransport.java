package dev.switchboard.webhook;

import dev.switchboard.text.NumericAddress;
import dev.switchboard.text.WellFormed;
import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Requests by HTTP/1.1, each on a connection of its own. The host is looked up once; its addresses
 * are judged, and the connection goes to one of these very addresses, so that a name that changes
 * meanwhile leads nowhere else. The client of the JDK looks the name up again by itself, and
 * therefore is not used. Redirects are not followed, and no proxy is used.
 */
public final class SocketTransport implements WebhookTransport {
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final Duration CONNECT = Duration.ofSeconds(8);
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Looks up the addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    List<InetAddress> addresses(String host) throws UnknownHostException;
  }

  private static final Executor CALLS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());

  private final WebhookSettings settings;
  private final Resolver resolver;
  private final SSLSocketFactory tls;
  private final Duration longest;

  public SocketTransport(WebhookSettings settings) {
    this(
        settings,
        SocketTransport::resolve,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        LONGEST);
  }

  SocketTransport(
      WebhookSettings settings, Resolver resolver, SSLSocketFactory tls, Duration longest) {
    this.settings = settings;
    this.resolver = resolver;
    this.tls = tls;
    this.longest = longest;
  }

  private static List<InetAddress> resolve(String host) throws UnknownHostException {
    Optional<InetAddress> numeric = NumericAddress.of(host);
    return numeric.isPresent() ? List.of(numeric.get()) : List.of(InetAddress.getAllByName(host));
  }

  @Override
  public CompletionStage<Outcome> send(Request request) {
    AtomicReference<Optional<Socket>> open = new AtomicReference<>(Optional.empty());
    CompletableFuture<Outcome> answer =
        CompletableFuture.supplyAsync(() -> attempt(request, open), CALLS);
    // The look-up of a name cannot be interrupted; it is left alone then.
    return answer
        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            _ -> new Outcome.Failed("no answer within %d s".formatted(longest.toSeconds())))
        .whenComplete((_, _) -> open.get().ifPresent(SocketTransport::close));
  }

  private Outcome attempt(Request request, AtomicReference<Optional<Socket>> open) {
    long until = System.nanoTime() + longest.toNanos();
    URI url = request.url();
    Optional<String> objection = WebhookUrl.objection(url.toString(), settings);
    if (objection.isPresent()) {
      return new Outcome.Failed("the URL " + objection.get());
    }
    String host = NumericAddress.withoutBrackets(url.getHost());
    try {
      List<InetAddress> addresses = resolver.addresses(host);
      if (!addresses.stream()
          .allMatch(one -> AddressGuard.permits(one, settings.privateAddresses()))) {
        return new Outcome.Failed("the host has an address that is not public");
      }
      try (Socket socket =
          connect(host, url, addresses, until, one -> open.set(Optional.of(one)))) {
        return exchange(request, socket, until);
      }
    } catch (UnknownHostException unknown) {
      return new Outcome.Failed("the host has no address");
    } catch (SocketTimeoutException late) {
      return new Outcome.Failed("no answer in time");
    } catch (IOException failed) {
      return new Outcome.Failed(words(failed));
    }
  }

  private static String words(IOException failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : WellFormed.text(message);
  }

  private Socket connect(
      String host, URI url, List<InetAddress> addresses, long until, Consumer<Socket> opened)
      throws IOException {
    boolean secure = url.getScheme().equals("https");
    int port = url.getPort() > 0 ? url.getPort() : secure ? HTTPS : HTTP;
    IOException last = new UnknownHostException(host);
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      opened.accept(socket);
      try {
        socket.connect(
            new InetSocketAddress(address, port), (int) Math.min(CONNECT.toMillis(), left(until)));
        socket.setSoTimeout(left(until));
        return secure ? secured(socket, host, port) : socket;
      } catch (IOException unreachable) {
        close(socket);
        last = unreachable;
      }
    }
    throw last;
  }

  /** The certificate has to be valid for the host's name. */
  private Socket secured(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static int left(long until) throws SocketTimeoutException {
    long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (millis <= 0) {
      throw new SocketTimeoutException();
    }
    return (int) millis;
  }

  private static Outcome exchange(Request request, Socket socket, long until) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(written(request));
    out.flush();
    socket.setSoTimeout(left(until));
    return HttpAnswer.read(socket.getInputStream());
  }

  private static byte[] written(Request request) {
    URI url = request.url();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() > 0 ? ":" + url.getPort() : "";
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(500);
    head.append("POST ").append(path).append(query).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(url.getHost()).append(port).append("\r\n");
    head.append("User-Agent: Switchboard-Webhooks/1.0\r\n");
    head.append("Accept: */*\r\nContent-Type: application/json\r\n");
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] all = new byte[first.length + body.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(body, 0, all, first.length, body.length);
    return all;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is of no use any more.
    }
  }
}
