package dev.switchboard.discord.file;

import dev.switchboard.discord.api.OutgoingPool;
import dev.switchboard.discord.api.OverridingResolvers;
import dev.switchboard.lookup.HostLookup;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Downloads files from Discord's content servers only: a URL in a payload must not make this
 * machine send requests into its own network. Redirects are not followed. Thread-safe.
 */
public final class Downloads implements AutoCloseable {
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

  /** Twice the number of concurrent downloads ({@link DownloadSlots}). */
  private static final int CONNECTIONS = 2 * DownloadSlots.AT_ONCE;

  private static final Duration IDLE = Duration.ofSeconds(20);

  private final URI apiUrl;
  private final Duration silence;
  private final ConnectionProvider connections;
  private final OverridingResolvers resolvers;
  private final HttpClient client;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("download-watch").daemon().factory());
  private volatile boolean closed;

  /** The result of a request for a file. */
  public sealed interface Download {
    /** The content, read and closed on a thread that may block. */
    record Content(Head head, WatchedStream stream) implements Download {}

    /** The URL is not or no longer valid (403, 404, 410). */
    record Gone() implements Download {}

    /**
     * Not the file, and no statement that it is gone: intermediaries send this, too, and it may be
     * temporary.
     */
    record Refused(int status) implements Download {}

    /** The file is not available now. */
    record Unavailable(String why) implements Download {}
  }

  /**
   * The headers of an answer that describe its content.
   *
   * @param length bytes; -1 if unknown
   * @param contentType empty if unknown
   * @param encoding the content encoding in lower case; empty for none
   */
  public record Head(long length, String contentType, String encoding) {
    private static Head of(HttpClientResponse response) {
      HttpHeaders headers = response.responseHeaders();
      return new Head(
          Downloads.length(response),
          headers.get(HttpHeaderNames.CONTENT_TYPE, ""),
          headers.get(HttpHeaderNames.CONTENT_ENCODING, "").strip().toLowerCase(Locale.ROOT));
    }
  }

  public Downloads(URI apiUrl, HostLookup lookup) {
    this(apiUrl, Duration.ofSeconds(30), lookup);
  }

  /**
   * @param apiUrl its scheme, host and port are allowed, too: a simulated Discord serves its own
   *     files
   * @param silence a download without new bytes for this time is given up
   * @param lookup resolves host names
   */
  public Downloads(URI apiUrl, Duration silence, HostLookup lookup) {
    this.apiUrl = apiUrl;
    this.silence = silence;
    connections = OutgoingPool.of("downloads", CONNECTIONS, IDLE, lookup).build();
    resolvers = new OverridingResolvers(lookup);
    client =
        resolvers
            .on(OutgoingPool.client(connections))
            .disableRetry(true)
            .followRedirect(false)
            .responseTimeout(ANSWER_PATIENCE)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
            .headers(headers ->
                headers
                    .set(HttpHeaderNames.USER_AGENT, "Switchboard")
                    .set(HttpHeaderNames.ACCEPT_ENCODING, "identity"));
  }

  /** The URL, if requests to it are allowed. */
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

  /** Requests the file. Never fails. */
  public CompletionStage<Download> open(URI uri) {
    CompletableFuture<Download> answer = new CompletableFuture<>();
    BodyStream stream = new BodyStream();
    client
        .get()
        .uri(uri)
        .response((response, content) -> begun(response, content, stream, answer))
        .doOnError(failure -> answer.complete(new Download.Unavailable(failure.toString())))
        .subscribe(stream.receiver());
    return answer;
  }

  private Flux<byte[]> begun(
      HttpClientResponse response,
      ByteBufFlux content,
      BodyStream stream,
      CompletableFuture<Download> answer) {
    int status = response.status().code();
    if (status == 200) {
      answer.complete(
          new Download.Content(
              Head.of(response), new WatchedStream(stream, length(response), silence, watch)));
      return content.asByteArray();
    }
    answer.complete(without(status));
    return Flux.empty();
  }

  /** The announced number of bytes; -1 if unknown. */
  private static long length(HttpClientResponse response) {
    String said = response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH, "");
    return said.matches("[0-9]{1,18}") ? Long.parseLong(said) : -1;
  }

  private static Download without(int status) {
    if (status == 403 || status == 404 || status == 410) {
      return new Download.Gone();
    }
    boolean passes = status == 408 || status == 429 || status >= 500;
    return passes ? new Download.Unavailable("HTTP " + status) : new Download.Refused(status);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    watch.shutdownNow();
    connections.dispose();
    resolvers.close();
  }
}
