package dev.switchboard.discord.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.switchboard.lookup.HostLookup;
import dev.switchboard.text.WellFormed;
import discord4j.common.GitProperties;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Discord's REST API, without queues, rate limits and retries, which are up to the caller. Answers
 * to interactions, startup checks and the gateway's URL use it directly; all other calls go through
 * the {@code Dispatcher} or {@link PacedRest}.
 *
 * <p>Thread-safe. Concurrent calls to one channel may arrive in any order.
 */
public final class DiscordRest implements AutoCloseable {
  /** In an incident that other operators report, Discord took 11 s to create a channel. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** For calls with files: 20 MiB at 2 Mbit/s, a slow line. */
  private static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(90);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 128;

  /** Shorter than the idle time of Discord's front, so that no closed connection is used. */
  private static final Duration IDLE = Duration.ofSeconds(20);

  private static final byte[] NOTHING = {};

  private final ObjectMapper mapper = JsonMapper.builder().build();
  private final ConnectionProvider connections;
  private final HttpClient plain;
  private final HttpClient compressed;
  private final String root;
  private final CallWriter writer = new CallWriter(mapper);
  private final Permission permission;
  private final DiscordClock clock;
  private final HostLookup lookup;
  private final OverridingResolvers resolvers;
  private final Sinks.Empty<Answer> closed = Sinks.empty();
  private volatile boolean ended;

  /** Decides whether a call is allowed. Asked before each call and again just before it is sent. */
  @FunctionalInterface
  public interface Permission {
    /**
     * Whether the call may be made now.
     *
     * @param reading whether the call changes nothing
     */
    boolean allows(boolean reading);
  }

  public DiscordRest(DiscordSettings.Access access) {
    this(access, _ -> true, new DiscordClock(), HostLookup.USUAL);
  }

  /**
   * Creates a client that asks for permission before each call.
   *
   * @param permission whether this process may act for the bot now; must not block
   * @param clock learns Discord's time from its answers
   * @param lookup resolves host names before each new connection
   */
  public DiscordRest(
      DiscordSettings.Access access, Permission permission, DiscordClock clock, HostLookup lookup) {
    this.permission = permission;
    this.clock = clock;
    this.lookup = lookup;
    resolvers = new OverridingResolvers(lookup);
    connections =
        OutgoingPool.of("discord", CONNECTIONS, IDLE, lookup)
            .pendingAcquireTimeout(PATIENCE)
            .build();
    // Reactor's retry would send a POST again without our knowledge.
    plain =
        resolvers
            .on(OutgoingPool.client(connections))
            .secure()
            .disableRetry(true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
            .headers(headers ->
                headers
                    .set(HttpHeaderNames.AUTHORIZATION, "Bot " + access.token())
                    .set(HttpHeaderNames.USER_AGENT, userAgent()));
    compressed = plain.compress(true);
    root = access.apiUrl().toString();
  }

  /** The form that Discord requires ("User Agent" in its documentation). */
  private static String userAgent() {
    var version = GitProperties.getProperties().getProperty(GitProperties.APPLICATION_VERSION, "3");
    return "DiscordBot (https://discord4j.com, " + version + ")";
  }

  /**
   * Makes the call once. Completes within its timeout (20 s; 90 s with files). Fails only if one of
   * our own files cannot be opened or read, with that failure.
   */
  public CompletionStage<Answer> exchange(Call call) {
    if (!permits(call.method())) {
      return CompletableFuture.completedStage(
          new Answer.Unreachable(true, "this process may not speak for the bot now"));
    }
    var sent = new AtomicBoolean();
    return client(call)
        .request(HttpMethod.valueOf(call.method().name()))
        .uri(root + call.target())
        .send((request, outbound) -> {
          // Checked again at the last moment: a process that was frozen until here may have lost
          // the right.
          if (!permits(call.method())) {
            return Mono.error(
                new IllegalStateException("this process may not speak for the bot any more"));
          }
          sent.set(true);
          return writer.write(call, request, outbound);
        })
        .responseSingle(this::read)
        .takeUntilOther(closed.asMono())
        .switchIfEmpty(Mono.fromSupplier(() -> unreachable(sent, "no answer")))
        .timeout(call.files().isEmpty() ? PATIENCE : UPLOAD_PATIENCE)
        .onErrorResume(failure -> fromFailure(sent, failure))
        .toFuture()
        .thenApply(Objects::requireNonNull);
  }

  private boolean permits(Call.Method method) {
    return !ended && permission.allows(method == Call.Method.GET);
  }

  /** Answers to reads may be long; answers to writes have a few hundred bytes. */
  private HttpClient client(Call call) {
    return call.method() == Call.Method.GET ? compressed : plain;
  }

  /** Cuts the calls under way, whose outcome stays unknown, and refuses all later ones. */
  @Override
  public void close() {
    ended = true;
    closed.tryEmitEmpty();
    connections.dispose();
    resolvers.close();
  }

  /** Discord's time. */
  public Clock clock() {
    return clock;
  }

  public HostLookup lookup() {
    return lookup;
  }

  boolean isClosed() {
    return ended;
  }

  private Mono<Answer> read(HttpClientResponse response, ByteBufMono body) {
    int status = response.status().code();
    HttpHeaders headers = response.responseHeaders();
    clock.heard(headers.get("Date", ""));
    return body.asByteArray()
        .defaultIfEmpty(NOTHING)
        .map(bytes -> AnswerReader.read(status, headers, json(bytes), clock.instant()));
  }

  private JsonNode json(byte[] bytes) {
    if (bytes.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return WellFormed.json(mapper.readTree(bytes));
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    } catch (IOException e) {
      throw new AssertionError("an array cannot fail to be read", e);
    }
  }

  private static Mono<Answer> fromFailure(AtomicBoolean sent, Throwable failure) {
    if (failure instanceof CallWriter.Unreadable unreadable) {
      return Mono.error(Objects.requireNonNullElse(unreadable.getCause(), unreadable));
    }
    var detail = failure instanceof TimeoutException ? "no answer in time" : failure.toString();
    return Mono.just(unreachable(sent, detail));
  }

  private static Answer unreachable(AtomicBoolean sent, String detail) {
    return new Answer.Unreachable(!sent.get(), detail);
  }
}
