package dev.switchboard.discord.gateway;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.OverridingResolvers;
import dev.switchboard.lookup.HostLookup;
import discord4j.common.JacksonResources;
import discord4j.common.ReactorResources;
import discord4j.common.close.CloseException;
import discord4j.common.retry.ReconnectOptions;
import discord4j.common.sinks.EmissionStrategy;
import discord4j.gateway.DefaultGatewayClient;
import discord4j.gateway.GatewayObserver;
import discord4j.gateway.GatewayOptions;
import discord4j.gateway.GatewayReactorResources;
import discord4j.gateway.IdentifyOptions;
import discord4j.gateway.SessionInfo;
import discord4j.gateway.intent.Intent;
import discord4j.gateway.intent.IntentSet;
import discord4j.gateway.payload.JacksonPayloadWriter;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

/**
 * Makes connections to the gateway, each with its own Discord4J client that does not reconnect.
 * Thread-safe.
 */
public final class GatewayDialer implements AutoCloseable {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

  /** The query that Discord4J appends, too; it supports only zlib-stream. */
  private static final String QUERY = "?v=10&encoding=json&compress=zlib-stream";

  /** Turns Discord4J's check off: {@link FrameReader#silent} watches the acknowledgements. */
  private static final int NEVER_MISSED = Integer.MAX_VALUE;

  private static final IntentSet INTENTS =
      IntentSet.of(
          Intent.GUILDS,
          Intent.GUILD_MEMBERS,
          Intent.GUILD_MODERATION,
          Intent.GUILD_MESSAGES,
          Intent.GUILD_MESSAGE_REACTIONS,
          Intent.GUILD_MESSAGE_TYPING,
          Intent.DIRECT_MESSAGES,
          Intent.DIRECT_MESSAGE_REACTIONS,
          Intent.DIRECT_MESSAGE_TYPING,
          Intent.MESSAGE_CONTENT);

  private final OverridingResolvers resolvers;
  private final String token;
  private final Scheduler timers = Schedulers.newParallel("gateway-timers", 1, true);
  private final Scheduler sender = Schedulers.newSingle("gateway-sender", true);
  private final JacksonPayloadWriter writer =
      new JacksonPayloadWriter(JacksonResources.create().getObjectMapper());
  private final ReconnectOptions never;

  /**
   * @param lookup resolves host names before each connection
   */
  public GatewayDialer(DiscordSettings.Access access, HostLookup lookup) {
    this.resolvers = new OverridingResolvers(lookup);
    this.token = access.token();
    this.never = ReconnectOptions.builder().setMaxRetries(0).setBackoffScheduler(timers).build();
  }

  /**
   * Connects.
   *
   * @param url the URL from {@code GET /gateway/bot} or READY
   * @param resumed the session to resume; {@link Session#NONE} for a new one
   * @param ended called once with the end of the connection, unless we dropped it
   */
  public GatewaySocket dial(
      String url, Session resumed, FrameReader reader, Consumer<Disconnect> ended) {
    var socket = new GatewaySocket(reader);
    HttpClient http =
        resolvers
            .on(HttpClient.newConnection())
            .secure()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
            .doOnConnected(connection -> socket.connected(connection.channel()));
    var resources =
        GatewayReactorResources.builder(
                ReactorResources.builder()
                    .httpClient(http)
                    .timerTaskScheduler(timers)
                    .blockingTaskScheduler(timers)
                    .build())
            .payloadSenderScheduler(sender)
            .build();
    var options =
        new GatewayOptions(
            token,
            resources,
            reader,
            writer,
            never,
            identify(resumed),
            GatewayObserver.NOOP_LISTENER,
            frames -> frames,
            NEVER_MISSED,
            false,
            EmissionStrategy.park(Duration.ofMillis(10)));
    var client = new DefaultGatewayClient(options);
    socket.client(client);
    // Never disposed of, since that would close with 1000, which ends the session.
    client
        .execute(withQuery(url))
        .subscribe(
            nothing -> {},
            failure -> tell(ended, socket, loss(failure)),
            () -> tell(ended, socket, new Disconnect.Broken("the connection was closed")));
    return socket;
  }

  private static void tell(
      Consumer<Disconnect> ended, GatewaySocket socket, Disconnect disconnect) {
    if (!socket.dropped()) {
      ended.accept(disconnect);
    }
  }

  private static IdentifyOptions identify(Session resumed) {
    var options = IdentifyOptions.builder(0, 1).intents(INTENTS);
    if (resumed.resumable()) {
      options.resumeSession(SessionInfo.create(resumed.id(), (int) resumed.sequence()));
    }
    return options.build();
  }

  static String withQuery(String url) {
    int query = url.indexOf('?');
    String base = query < 0 ? url : url.substring(0, query);
    boolean hasPath = base.indexOf('/', base.indexOf("//") + 2) > 0;
    return base + (hasPath ? "" : "/") + QUERY;
  }

  private static Disconnect loss(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CloseException closed && closed.getCode() != 1006) {
        return new Disconnect.Closed(closed.getCode(), closed.getReason().orElse(""));
      }
    }
    Throwable deepest = failure;
    while (deepest != null && deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new Disconnect.Broken(deepest == null ? "the connection was lost" : deepest.toString());
  }

  @Override
  public void close() {
    timers.dispose();
    sender.dispose();
    resolvers.close();
  }
}
