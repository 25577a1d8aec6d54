package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * One WebSocket to a bot: compresses and queues outgoing frames, and counts incoming ones for the
 * rate limit.
 */
public final class GatewayConnection {
  /** Discord's limit of frames per minute from a client. */
  private static final int FRAMES_PER_MINUTE = 120;

  private final Sinks.Many<WebSocketFrame> out = Sinks.many().unicast().onBackpressureBuffer();
  private final boolean compressed;
  private final int version;
  private final Deflater deflater = new Deflater();
  private byte[] buffer = new byte[4096];
  private @Nullable GatewaySession session;
  private long windowStart;
  private int framesInWindow;
  private boolean closed;
  private Runnable drop = () -> {};
  private long lastHeartbeat;

  public GatewayConnection(boolean compressed, int version, long nowMillis) {
    this.compressed = compressed;
    this.version = version;
    this.lastHeartbeat = nowMillis;
  }

  public Flux<WebSocketFrame> frames() {
    return out.asFlux();
  }

  int version() {
    return version;
  }

  Optional<GatewaySession> session() {
    return Optional.ofNullable(session);
  }

  void session(GatewaySession value) {
    session = value;
  }

  public void forgetSession() {
    session = null;
  }

  boolean isClosed() {
    return closed;
  }

  long lastHeartbeat() {
    return lastHeartbeat;
  }

  void heartbeat(long nowMillis) {
    lastHeartbeat = nowMillis;
  }

  /** Counts a frame of the client. Gives whether it exceeds the limit. */
  boolean isTooFast(long nowMillis) {
    if (nowMillis - windowStart >= 60_000) {
      windowStart = nowMillis;
      framesInWindow = 0;
    }
    return ++framesInWindow > FRAMES_PER_MINUTE;
  }

  public void send(String json) {
    send(json.getBytes(UTF_8));
  }

  public synchronized void send(byte[] json) {
    if (closed) {
      return;
    }
    WebSocketFrame frame =
        compressed
            ? new BinaryWebSocketFrame(Unpooled.wrappedBuffer(deflate(json)))
            : new TextWebSocketFrame(Unpooled.wrappedBuffer(json));
    if (out.tryEmitNext(frame).isFailure()) {
      frame.release();
    }
  }

  /** One deflater for the whole connection, each message ending with a sync flush (00 00 FF FF). */
  private byte[] deflate(byte[] json) {
    deflater.setInput(json);
    int length = 0;
    while (true) {
      int n = deflater.deflate(buffer, length, buffer.length - length, Deflater.SYNC_FLUSH);
      length += n;
      if (length < buffer.length) {
        return Arrays.copyOf(buffer, length);
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }

  void close(CloseCode code) {
    close(code.code(), code.reason());
  }

  public synchronized void close(int code, String reason) {
    if (closed) {
      return;
    }
    closed = true;
    out.tryEmitNext(new CloseWebSocketFrame(code, reason));
    out.tryEmitComplete();
    deflater.end();
  }

  /** Sends an empty close frame, which a client reports as 1005. */
  synchronized void closeWithoutCode() {
    if (!closed) {
      closed = true;
      out.tryEmitNext(new CloseWebSocketFrame());
      out.tryEmitComplete();
      deflater.end();
    }
  }

  public void onDrop(Runnable action) {
    drop = action;
  }

  /** Cuts the socket without a WebSocket close, like a cut cable. */
  public synchronized void gone() {
    if (closed) {
      return;
    }
    // The cut comes first: a client would see the end of the frames as a close.
    drop.run();
    finish();
  }

  /** The socket has ended. */
  public synchronized void finish() {
    if (!closed) {
      closed = true;
      out.tryEmitComplete();
      deflater.end();
    }
  }
}
