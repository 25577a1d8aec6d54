package dev.switchboard.discord;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Downloads from Discord's content servers, and from nowhere else: what a payload names as a file's
 * address must not make this machine ask its own network. Redirections are not followed.
 * Thread-safe.
 */
final class Downloads implements AutoCloseable {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

  private final URI apiUrl;
  private final Duration silence;
  private final HttpClient client;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("download-watch").daemon().factory());
  private volatile boolean closed;

  /** What came of asking for a file. */
  sealed interface Download {
    /** Its bytes, to be read and closed where blocking is allowed. */
    record Content(WatchedStream stream) implements Download {}

    /** The address is not valid, or not any more (403, 404, 410). */
    record Gone() implements Download {}

    /** The server will not, however often it is asked. */
    record Refused(int status) implements Download {}

    /** Not now. */
    record Unavailable(String why) implements Download {}
  }

  Downloads(URI apiUrl) {
    this(apiUrl, Duration.ofSeconds(30));
  }

  /**
   * @param apiUrl this address's scheme, host and port may be asked too: a look-alike serves its
   *     own files
   * @param silence after which a download that yields nothing is given up
   */
  Downloads(URI apiUrl, Duration silence) {
    this.apiUrl = apiUrl;
    this.silence = silence;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_PATIENCE)
            .proxy(ProxySelector.getDefault())
            .build();
  }

  /** The address, if it is one that may be asked. */
  Optional<URI> allowed(String address) {
    try {
      return Optional.of(URI.create(address)).filter(this::isAllowed);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isAllowed(URI uri) {
    if (uri.getHost() == null || uri.getScheme() == null || uri.getRawUserInfo() != null) {
      return false;
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    boolean discords = host.endsWith(".discordapp.com") || host.endsWith(".discordapp.net");
    boolean lookAlikes =
        host.equalsIgnoreCase(apiUrl.getHost())
            && scheme.equalsIgnoreCase(apiUrl.getScheme())
            && port(uri) == port(apiUrl);
    return (discords && scheme.equals("https") && port(uri) == HTTPS)
        || (lookAlikes && Set.of("http", "https").contains(scheme));
  }

  private static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? HTTPS : HTTP;
  }

  /** Asks for the file. Never fails. */
  CompletionStage<Download> open(URI uri) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER_PATIENCE)
            .header("User-Agent", "Switchboard")
            .GET()
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .handle((response, failure) ->
            failure == null ? download(response) : new Download.Unavailable(failure.toString()));
  }

  private Download download(HttpResponse<InputStream> response) {
    int status = response.statusCode();
    if (status == 200) {
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      return new Download.Content(new WatchedStream(response.body(), length, silence, watch));
    }
    discard(response.body());
    if (status == 403 || status == 404 || status == 410) {
      return new Download.Gone();
    }
    boolean passes = status == 408 || status == 429 || status >= 500;
    return passes ? new Download.Unavailable("HTTP " + status) : new Download.Refused(status);
  }

  private static void discard(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing of it was wanted.
    }
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    client.shutdownNow();
  }
}
