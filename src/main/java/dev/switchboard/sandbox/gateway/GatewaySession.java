package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Journal;
import dev.switchboard.sandbox.world.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A bot's session: its intents, its sequence number, and the events that can be replayed. */
public final class GatewaySession {
  private static final int REPLAY_EVENTS = 100_000;
  private static final long REPLAY_BYTES = 96L << 20;

  /** One dispatched event. */
  static final class Sent {
    private final long sequence;
    private final String type;
    private final byte[] payload;

    Sent(long sequence, String type, byte[] payload) {
      this.sequence = sequence;
      this.type = type;
      this.payload = payload;
    }

    long sequence() {
      return sequence;
    }

    String type() {
      return type;
    }

    byte[] payload() {
      return payload;
    }

    /** The whole frame. {@code s} and {@code t} are always set. */
    byte[] frame() {
      byte[] head =
          ("{\"op\":0,\"s\":" + sequence + ",\"t\":\"" + type + "\",\"d\":").getBytes(UTF_8);
      byte[] frame = new byte[head.length + payload.length + 1];
      System.arraycopy(head, 0, frame, 0, head.length);
      System.arraycopy(payload, 0, frame, head.length, payload.length);
      frame[frame.length - 1] = '}';
      return frame;
    }
  }

  private final String id;
  private final long bot;
  private final ObjectNode kept;
  private final Deque<Sent> replay = new ArrayDeque<>();
  private final Journal journal;
  private long replayBytes;
  private long sequence;
  private long trimmedUpTo;
  private long leftAt;
  private @Nullable GatewayConnection connection;

  GatewaySession(String id, ObjectNode kept, Journal journal) {
    this.id = id;
    this.bot = Json.id(kept, "bot");
    this.kept = kept;
    this.journal = journal;
  }

  static ObjectNode terms(long bot, long intents, int shard, int shards, int largeThreshold) {
    return Json.object()
        .put("bot", Long.toString(bot))
        .put("intents", intents)
        .put("shard", shard)
        .put("shards", shards)
        .put("large", largeThreshold);
  }

  public String id() {
    return id;
  }

  public long bot() {
    return bot;
  }

  ObjectNode kept() {
    return kept;
  }

  /** The presence that the bot told; empty if it told none, and is simply online. */
  public Optional<JsonNode> presence() {
    return Optional.ofNullable(kept.get("presence"));
  }

  public long intents() {
    return kept.path("intents").asLong();
  }

  public int shard() {
    return kept.path("shard").asInt();
  }

  int shards() {
    return kept.path("shards").asInt(1);
  }

  int largeThreshold() {
    return kept.path("large").asInt(50);
  }

  boolean hears(long intent) {
    return intent == 0 || (intents() & intent) != 0;
  }

  /** Whether the guild belongs to the shard of this session. DMs belong to shard 0. */
  boolean hasGuild(long guild) {
    return guild == 0 ? shard() == 0 : (guild >>> 22) % shards() == shard();
  }

  public long sequence() {
    return sequence;
  }

  public Optional<GatewayConnection> connection() {
    return Optional.ofNullable(connection);
  }

  void attach(GatewayConnection to) {
    connection = to;
  }

  public void detach(long nowMillis) {
    connection = null;
    leftAt = nowMillis;
  }

  /** The time at which it lost its connection, in milliseconds; meaningless while it has one. */
  long leftAt() {
    return leftAt;
  }

  void leftAt(long millis) {
    leftAt = millis;
  }

  /** Numbers an event, keeps it for a replay, and sends it if there is a connection. */
  public void dispatch(String type, byte[] payload) {
    Sent sent = new Sent(++sequence, type, payload);
    keep(sent);
    journal.put("event", id + ":" + sequence + ":" + type, payload);
    if (connection != null) {
      connection.send(sent.frame());
    }
  }

  /** Adds an event that was dispatched before a restart. */
  void restored(Sent sent) {
    sequence = Math.max(sequence, sent.sequence());
    keep(sent);
  }

  private void keep(Sent sent) {
    replay.addLast(sent);
    replayBytes += sent.payload().length;
    while (replay.size() > REPLAY_EVENTS || replayBytes > REPLAY_BYTES) {
      Sent dropped = replay.removeFirst();
      replayBytes -= dropped.payload().length;
      trimmedUpTo = dropped.sequence();
    }
  }

  /** Whether all events after a sequence number can still be replayed. */
  boolean canReplayAfter(long seen) {
    return seen >= trimmedUpTo && seen <= sequence;
  }

  void replayAfter(long seen) {
    GatewayConnection to = connection;
    if (to != null) {
      replay.stream().filter(s -> s.sequence() > seen).forEach(s -> to.send(s.frame()));
    }
  }

  Iterable<Sent> replay() {
    return replay;
  }
}
