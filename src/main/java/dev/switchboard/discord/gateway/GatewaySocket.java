package dev.switchboard.discord.gateway;

import discord4j.discordjson.json.ActivityUpdateRequest;
import discord4j.discordjson.json.gateway.StatusUpdate;
import discord4j.gateway.DefaultGatewayClient;
import discord4j.gateway.json.GatewayPayload;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A connection to the gateway. Thread-safe. */
public final class GatewaySocket {
  /**
   * Every close code except 1000 and 1001 keeps the session valid ("Initiating a Disconnect" in
   * Discord's documentation). Discord4J's own abrupt close sends 1002 or no code, by chance.
   */
  private static final int RESUMABLE = 4000;

  /** "Activity Types" in Discord's documentation. */
  private static final int CUSTOM_STATUS = 4;

  private static final Duration FOR_THE_ANSWER = Duration.ofSeconds(1);

  private final FrameReader reader;
  private volatile @Nullable Channel channel;
  private volatile @Nullable DefaultGatewayClient client;
  private volatile boolean dropped;

  GatewaySocket(FrameReader reader) {
    this.reader = reader;
  }

  void connected(Channel made) {
    channel = made;
    if (dropped) {
      var _ = made.close();
    }
  }

  void client(DefaultGatewayClient made) {
    client = made;
  }

  /** The time until the last heartbeat was acknowledged. */
  Duration latency() {
    DefaultGatewayClient present = client;
    return present == null ? Duration.ZERO : present.getResponseTime();
  }

  /** Whether Discord has stopped answering, although the connection is open. */
  boolean silent() {
    return reader.silent();
  }

  /** Whether HELLO was received, so that our RESUME or IDENTIFY was sent. */
  boolean greeted() {
    return reader.greeted();
  }

  /** Whether this time has passed since HELLO or the last event. */
  boolean withholds(Duration patience) {
    return reader.greeted() && reader.sinceEvent().compareTo(patience) > 0;
  }

  /** Whether we closed the connection; then its end is not reported. */
  boolean dropped() {
    return dropped;
  }

  /**
   * Sends the bot's presence: online, with a line as its custom status.
   *
   * @param line at most 128 characters; empty for none
   */
  void presence(String line) {
    DefaultGatewayClient present = client;
    if (present == null) {
      return;
    }
    StatusUpdate update =
        StatusUpdate.builder()
            .status("online")
            .afk(false)
            .since(Optional.empty())
            .activities(line.isEmpty() ? List.of() : List.of(custom(line)))
            .build();
    // A connection that is lost meanwhile is followed by another one, which is told again.
    var _ =
        present.send(Mono.just(GatewayPayload.statusUpdate(update))).onErrorComplete().subscribe();
  }

  /** Discord shows the state of a custom status; its name is required and not shown. */
  private static ActivityUpdateRequest custom(String line) {
    return ActivityUpdateRequest.builder()
        .name("Custom Status")
        .type(CUSTOM_STATUS)
        .url(Optional.empty())
        .state(line)
        .build();
  }

  /** Closes the connection so that the session can be resumed. Later frames are ignored. */
  void drop() {
    reader.close();
    dropped = true;
    Channel present = channel;
    if (present == null) {
      return;
    }
    if (present.pipeline().get(WebSocketFrameEncoder.class) == null) {
      var _ = present.close();
      return;
    }
    var close = new CloseWebSocketFrame(RESUMABLE, "to be resumed");
    var _ = present.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    Runnable whateverComes =
        () -> {
          var _ = present.close();
        };
    var _ =
        present
            .eventLoop()
            .schedule(whateverComes, FOR_THE_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }
}
