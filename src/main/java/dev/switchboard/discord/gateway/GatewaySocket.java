package dev.switchboard.discord.gateway;

import discord4j.gateway.DefaultGatewayClient;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to the gateway. Thread-safe. */
public final class GatewaySocket {
  /**
   * Any code but 1000 and 1001 leaves the session alive. ("Initiating a Disconnect", Discord's
   * documentation.) Discord4J's own abrupt close sends 1002 or none, by chance.
   */
  private static final int RESUMABLE = 4000;

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

  /** How long the last heartbeat took to be acknowledged. */
  Duration latency() {
    DefaultGatewayClient present = client;
    return present == null ? Duration.ZERO : present.getResponseTime();
  }

  /** Whether it is open, but Discord does not answer any more. */
  boolean silent() {
    return reader.silent();
  }

  /** Whether Discord said HELLO, so that what we begin with was sent to it. */
  boolean greeted() {
    return reader.greeted();
  }

  /** Whether so much time has passed since HELLO, or the last event, without another one. */
  boolean withholds(Duration patience) {
    return reader.greeted() && reader.sinceEvent().compareTo(patience) > 0;
  }

  /** Whether it is closed by us: then nobody wants to know how it ended. */
  boolean dropped() {
    return dropped;
  }

  /** Closes it so that the session can be resumed. What still arrives is not taken. */
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
