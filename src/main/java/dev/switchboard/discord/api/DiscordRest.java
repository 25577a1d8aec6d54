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
 * Discord's REST API, one call at a time, without queues, limiters and retries. Whoever calls keeps
 * the limits; all but interactions, start-up and gap filling goes through the {@code Dispatcher}.
 *
 * <p>Thread-safe. Calls to one channel that are made at once may arrive in any order.
 */
public final class DiscordRest implements AutoCloseable {
  /** Discord took 11 s to create a channel in an incident that peers report. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** With files: 20 MiB at a slow line's 2 Mbit/s. */
  private static final Duration UPLOAD_PATIENCE = Duration.ofSeconds(90);

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 128;

  /**
   * Below what Discord's front keeps an idle connection, so that none is used that it just left.
   */
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

  /** Asked before each call, and once more when it is about to be sent. */
  @FunctionalInterface
  public interface Permission {
    /**
     * Whether it may be made now.
     *
     * @param reading whether it changes nothing
     */
    boolean allows(boolean reading);
  }

  public DiscordRest(DiscordSettings.Access access) {
    this(access, _ -> true, new DiscordClock(), HostLookup.USUAL);
  }

  /**
   * With somebody who is asked before each call.
   *
   * @param permission whether the bot may be spoken for now; must not block
   * @param clock learns Discord's time from its answers
   * @param lookup asked where hosts are, before each new connection
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
    // Its retry would send a POST a second time without our knowing.
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

  /** Discord asks for this form ("User Agent", Discord's documentation). */
  private static String userAgent() {
    var version = GitProperties.getProperties().getProperty(GitProperties.APPLICATION_VERSION, "3");
    return "DiscordBot (https://discord4j.com, " + version + ")";
  }

  /**
   * Makes the call, once. Completes within its time-out (20 s; 90 s with files) and fails only
   * where one of our own files could not be opened or read, with that failure.
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
          // The last instant at which it can be left undone: a process that was frozen on the way
          // here
          // has no right to it any more.
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

  /** What is read may be long; what is written is answered in a few hundred bytes. */
  private HttpClient client(Call call) {
    return call.method() == Call.Method.GET ? compressed : plain;
  }

  /** Cuts the calls under way, whose outcome stays unknown, and makes no more. */
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
