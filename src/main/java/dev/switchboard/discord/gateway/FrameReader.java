package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.text.WellFormed;
import discord4j.common.JacksonResources;
import discord4j.discordjson.json.gateway.Dispatch;
import discord4j.discordjson.json.gateway.Heartbeat;
import discord4j.discordjson.json.gateway.ImmutableHeartbeat;
import discord4j.discordjson.json.gateway.ImmutableHello;
import discord4j.discordjson.json.gateway.ImmutableResumed;
import discord4j.discordjson.json.gateway.Opcode;
import discord4j.discordjson.json.gateway.Ready;
import discord4j.gateway.json.GatewayPayload;
import discord4j.gateway.payload.PayloadReader;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Reads every frame of a gateway connection. Discord4J only keeps the connection alive: it gets
 * HELLO, heartbeats and the beginning of the session. Events go to the intake untyped; requests to
 * reconnect go to the link, which alone decides about them. No frame from Discord makes it throw.
 *
 * <p>Discord4J gets the committed sequence number, not the last one read, so its heartbeats never
 * acknowledge an event that a crash could lose.
 */
public final class FrameReader implements PayloadReader {
  /** The receiver of a connection's events, called in Discord's order; must not block. */
  public interface Outlet {
    void event(Frame frame);

    void undecodable(String text, String error);

    /** The session was resumed (RESUMED) or a new one began (READY). */
    void established();

    /** Discord asks for a new connection (opcode 7). */
    void reconnect();

    /** Discord rejects the session (opcode 9). */
    void invalidSession(boolean resumable);

    /** The committed sequence number of this session; 0 if it is not known yet. */
    int committed(String session);
  }

  private static final Logger LOG = LoggerFactory.getLogger(FrameReader.class);

  private static final Duration FOR_HELLO = Duration.ofSeconds(20);

  /** Discord's usual interval, in case HELLO names none. */
  private static final int HEARTBEAT_MILLIS = 41_250;

  private static final int DISPATCH = 0;
  private static final int HEARTBEAT = 1;
  private static final int RECONNECT = 7;
  private static final int INVALID_SESSION = 9;
  private static final int HELLO = 10;
  private static final int HEARTBEAT_ACK = 11;

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final ObjectMapper DISCORD4J = JacksonResources.create().getObjectMapper();

  private final FrameListener listener;
  private final Outlet outlet;
  private volatile String session;
  private volatile boolean closed;
  private volatile long patience = FOR_HELLO.toNanos();
  private volatile long lastSignAt = System.nanoTime();
  private volatile boolean greeted;
  private volatile long lastEventAt = System.nanoTime();

  /**
   * Creates the reader of one connection.
   *
   * @param session the id of the session to resume; empty for a new one
   */
  public FrameReader(String session, FrameListener listener, Outlet outlet) {
    this.session = session;
    this.listener = listener;
    this.outlet = outlet;
  }

  /** Ignores everything that is read from now on. */
  void close() {
    closed = true;
  }

  /**
   * Whether a heartbeat was not acknowledged before the next one is due, or HELLO did not come in
   * time: then the connection is dead, even if its socket is open. Discord4J's own check is off,
   * since it ends the connection from two threads at once.
   */
  boolean silent() {
    return System.nanoTime() - lastSignAt > patience;
  }

  /** Whether HELLO was received. */
  boolean greeted() {
    return greeted;
  }

  /** The time since HELLO or the last event. */
  Duration sinceEvent() {
    return Duration.ofNanos(System.nanoTime() - lastEventAt);
  }

  @Override
  public Publisher<GatewayPayload<?>> read(ByteBuf buffer) {
    String text;
    try {
      text = buffer.toString(StandardCharsets.UTF_8);
    } finally {
      buffer.release();
    }
    return closed ? Mono.empty() : Mono.justOrEmpty(read(text));
  }

  private Optional<GatewayPayload<?>> read(String text) {
    JsonNode frame;
    try {
      // Only escapes can contain invalid characters.
      frame = text.contains("\\u") ? WellFormed.json(JSON.readTree(text)) : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      outlet.undecodable(text, e.getOriginalMessage());
      return Optional.empty();
    }
    switch (frame.path("op").asInt(-1)) {
      case DISPATCH -> {
        return Optional.of(dispatch(frame));
      }
      case HEARTBEAT -> {
        Heartbeat heartbeat = ImmutableHeartbeat.of(outlet.committed(session));
        return Optional.of(new GatewayPayload<>(Opcode.HEARTBEAT, heartbeat, null, null));
      }
      case RECONNECT -> outlet.reconnect();
      case INVALID_SESSION -> outlet.invalidSession(frame.path("d").asBoolean(false));
      case HELLO -> {
        int named = frame.path("d").path("heartbeat_interval").asInt(0);
        int interval = named > 0 ? named : HEARTBEAT_MILLIS;
        patience = Duration.ofMillis(interval).multipliedBy(2).toNanos();
        lastSignAt = System.nanoTime();
        lastEventAt = lastSignAt;
        greeted = true;
        var hello = ImmutableHello.of(interval);
        return Optional.of(new GatewayPayload<>(Opcode.HELLO, hello, null, null));
      }
      case HEARTBEAT_ACK -> {
        lastSignAt = System.nanoTime();
        return Optional.of(new GatewayPayload<>(Opcode.HEARTBEAT_ACK, null, null, null));
      }
      default -> LOG.debug("a frame of a kind that is not known: {}", frame.path("op"));
    }
    return Optional.empty();
  }

  private GatewayPayload<?> dispatch(JsonNode json) {
    JsonNode number = json.path("s");
    var frame =
        new Frame(
            number.canConvertToLong() ? number.longValue() : -1,
            Payload.text(json.path("t")),
            json.path("d"));
    if (frame.ready()) {
      session = Payload.text(frame.data().path("session_id"));
    }
    lastEventAt = System.nanoTime();
    show(frame);
    outlet.event(frame);
    Dispatch beginning = beginning(frame);
    if (beginning != null) {
      outlet.established();
    }
    return new GatewayPayload<>(
        Opcode.DISPATCH, beginning, outlet.committed(session), frame.type());
  }

  private void show(Frame frame) {
    try {
      listener.seen(frame.type(), frame.data());
    } catch (RuntimeException e) {
      LOG.error("an event {} was not looked at before it was stored", frame.type(), e);
    }
  }

  private static @Nullable Dispatch beginning(Frame frame) {
    return switch (frame.type()) {
      case "READY" -> ready(frame.data());
      case "RESUMED" -> ImmutableResumed.of(List.of());
      default -> null;
    };
  }

  /** A minimal READY with the fields that Discord4J needs, independent of the rest of the frame. */
  private static Ready ready(JsonNode data) {
    ObjectNode least = JSON.createObjectNode();
    least.put("v", 10);
    least.putObject("user").put("id", "0").put("username", "bot").put("discriminator", "0000");
    least.putArray("guilds");
    least.put("session_id", Payload.text(data.path("session_id")));
    least.put("resume_gateway_url", Payload.text(data.path("resume_gateway_url")));
    least.putObject("application").put("id", "0");
    try {
      return DISCORD4J.treeToValue(least, Ready.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError("Discord4J reads its own READY", e);
    }
  }
}
