package dev.switchboard.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The messages of clients to the gateway, and its responses. Called under the world's lock. */
public final class GatewayProtocol {
  private static final String ACKNOWLEDGED = "{\"op\":11,\"d\":null,\"s\":null,\"t\":null}";
  private static final int MEMBERS_PER_CHUNK = 1000;
  private static final int LARGEST_FRAME = 4096;

  private final World world;
  private final Gateway gateway;
  private final GatewayFaults faults;
  private final Supplier<String> url;
  private final long heartbeatMillis;

  public GatewayProtocol(
      World world,
      Gateway gateway,
      GatewayFaults faults,
      Supplier<String> url,
      long heartbeatMillis) {
    this.world = world;
    this.gateway = gateway;
    this.faults = faults;
    this.url = url;
    this.heartbeatMillis = heartbeatMillis;
  }

  public void opened(GatewayConnection connection) {
    if (connection.version() != 10 && connection.version() != 9) {
      connection.close(CloseCode.INVALID_API_VERSION);
      return;
    }
    connection.send(
        "{\"op\":10,\"d\":{\"heartbeat_interval\":"
            + heartbeatMillis
            + ",\"_trace\":[\"sandbox\"]},\"s\":null,\"t\":null}");
  }

  public void received(GatewayConnection connection, byte[] frame) {
    if (connection.isClosed()) {
      return;
    }
    if (connection.isTooFast(System.nanoTime() / 1_000_000)) {
      close(connection, CloseCode.RATE_LIMITED);
      return;
    }
    JsonNode payload = frame.length > LARGEST_FRAME ? null : Json.read(frame).orElse(null);
    if (payload == null || !payload.isObject() || !payload.path("op").isInt()) {
      close(connection, CloseCode.DECODE_ERROR);
      return;
    }
    JsonNode d = payload.path("d");
    switch (payload.path("op").asInt()) {
      case 1 -> heartbeat(connection, d);
      case 2 -> identify(connection, d);
      case 3 -> presence(connection, d);
      case 4, 31, 43 -> needSession(connection);
      case 6 -> resume(connection, d);
      case 8 -> requestMembers(connection, d);
      default -> close(connection, CloseCode.UNKNOWN_OPCODE);
    }
  }

  private void heartbeat(GatewayConnection connection, JsonNode d) {
    connection.heartbeat(System.nanoTime() / 1_000_000);
    boolean ahead =
        connection.session().filter(session -> d.asLong() > session.sequence()).isPresent();
    if (ahead) {
      close(connection, CloseCode.INVALID_SEQUENCE);
    } else if (!faults.swallowsAcknowledgement()) {
      connection.send(ACKNOWLEDGED);
    }
  }

  /** A presence update. What Discord does not understand ends the connection. */
  private void presence(GatewayConnection connection, JsonNode d) {
    if (!needSession(connection)) {
      return;
    }
    if (!Presence.isRight(d)) {
      close(connection, CloseCode.DECODE_ERROR);
      return;
    }
    gateway.presence(connection.session().orElseThrow(), d);
  }

  private boolean needSession(GatewayConnection connection) {
    if (connection.session().isEmpty()) {
      close(connection, CloseCode.NOT_AUTHENTICATED);
      return false;
    }
    return true;
  }

  /** Closes connections whose client has stopped sending heartbeats (4009). */
  public void tick() {
    long before = System.nanoTime() / 1_000_000 - heartbeatMillis * 2;
    for (GatewaySession session : gateway.sessions()) {
      session
          .connection()
          .filter(connection -> connection.lastHeartbeat() < before)
          .ifPresent(connection -> close(connection, CloseCode.SESSION_TIMED_OUT));
    }
  }

  private void identify(GatewayConnection connection, JsonNode d) {
    if (connection.session().isPresent()) {
      close(connection, CloseCode.ALREADY_AUTHENTICATED);
      return;
    }
    if (!d.isObject()
        || !d.path("intents").isIntegralNumber()
        || !d.path("properties").isObject()) {
      close(connection, CloseCode.DECODE_ERROR);
      return;
    }
    String token = withoutScheme(d.path("token").asText());
    Application application =
        world.applications().values().stream()
            .filter(a -> a.token().equals(token))
            .findFirst()
            .orElse(null);
    if (application == null) {
      close(connection, CloseCode.AUTHENTICATION_FAILED);
      return;
    }
    int shard = d.path("shard").path(0).asInt(0);
    int shards = d.path("shard").path(1).asInt(1);
    long intents = d.path("intents").asLong();
    if (shards < 1 || shard < 0 || shard >= shards) {
      close(connection, CloseCode.INVALID_SHARD);
    } else if (shards < application.shards()) {
      close(connection, CloseCode.SHARDING_REQUIRED);
    } else if (!Intents.areKnown(intents)) {
      close(connection, CloseCode.INVALID_INTENTS);
    } else if ((intents & Application.PRIVILEGED_INTENTS & ~application.allowedIntents()) != 0) {
      close(connection, CloseCode.DISALLOWED_INTENTS);
    } else if (faults.refusesIdentify()) {
      invalidSession(connection, false);
    } else {
      int large = Math.clamp(d.path("large_threshold").asInt(50), 50, 250);
      ObjectNode terms = GatewaySession.terms(application.id(), intents, shard, shards, large);
      if (Presence.isRight(d.path("presence"))) {
        terms.set("presence", d.path("presence"));
      }
      if (gateway.start(terms, connection, url.get()).isEmpty()) {
        close(connection, CloseCode.AUTHENTICATION_FAILED);
      }
    }
  }

  private static String withoutScheme(String token) {
    return token.toLowerCase(Locale.ROOT).startsWith("bot ") ? token.substring(4) : token;
  }

  private void resume(GatewayConnection connection, JsonNode d) {
    if (connection.session().isPresent()) {
      close(connection, CloseCode.ALREADY_AUTHENTICATED);
      return;
    }
    GatewaySession session = gateway.resumable(d.path("session_id").asText()).orElse(null);
    if (session == null || faults.refusesResume()) {
      invalidSession(connection, false);
      return;
    }
    Application application = world.applications().get(session.bot());
    if (application == null
        || !application.token().equals(withoutScheme(d.path("token").asText()))) {
      close(connection, CloseCode.AUTHENTICATION_FAILED);
      return;
    }
    var breach = faults.breaksResume();
    if (breach.isPresent()) {
      switch (breach.get()) {
        case CUT -> connection.gone();
        case CLOSE -> connection.closeWithoutCode();
        case SILENCE -> {}
      }
      return;
    }
    long seen = d.path("seq").asLong();
    if (seen > session.sequence()) {
      gateway.end(session);
      close(connection, CloseCode.INVALID_SEQUENCE);
    } else if (!session.canReplayAfter(seen)) {
      gateway.end(session);
      invalidSession(connection, false);
    } else {
      gateway.resume(session, connection, seen);
    }
  }

  public static void invalidSession(GatewayConnection connection, boolean resumable) {
    connection.send("{\"op\":9,\"d\":" + resumable + ",\"s\":null,\"t\":null}");
  }

  private void requestMembers(GatewayConnection connection, JsonNode d) {
    if (!needSession(connection)) {
      return;
    }
    GatewaySession session = connection.session().orElseThrow();
    Guild guild = world.guilds().get(Json.id(d, "guild_id"));
    if (guild == null || !guild.has(session.bot())) {
      return;
    }
    List<Long> missing = new ArrayList<>();
    List<GuildMember> found = membersAsked(guild, d, missing);
    int chunks = Math.max(1, (found.size() + MEMBERS_PER_CHUNK - 1) / MEMBERS_PER_CHUNK);
    for (int chunk = 0; chunk < chunks; chunk++) {
      ObjectNode json = Json.object().put("guild_id", guild.idText());
      ArrayNode members = json.putArray("members");
      found.stream()
          .skip((long) chunk * MEMBERS_PER_CHUNK)
          .limit(MEMBERS_PER_CHUNK)
          .forEach(guildMember -> members.add(guildMember.full()));
      json.put("chunk_index", chunk).put("chunk_count", chunks);
      if (d.has("user_ids")) {
        ArrayNode notFound = json.putArray("not_found");
        missing.forEach(id -> notFound.add(Long.toString(id)));
      }
      if (Json.has(d, "nonce")) {
        json.set("nonce", d.get("nonce"));
      }
      session.dispatch("GUILD_MEMBERS_CHUNK", Json.bytes(json));
    }
  }

  private static List<GuildMember> membersAsked(Guild guild, JsonNode d, List<Long> missing) {
    List<GuildMember> found = new ArrayList<>();
    if (d.has("user_ids")) {
      JsonNode ids = d.get("user_ids");
      for (JsonNode id : ids.isArray() ? ids : Json.array().add(ids)) {
        guild.member(Json.id(id)).ifPresentOrElse(found::add, () -> missing.add(Json.id(id)));
      }
      return found;
    }
    String query = d.path("query").asText("").toLowerCase(Locale.ROOT);
    int limit = d.path("limit").asInt(0);
    for (GuildMember guildMember : guild.members().values()) {
      boolean matches =
          guildMember.displayName().toLowerCase(Locale.ROOT).startsWith(query)
              || guildMember.user().username().startsWith(query);
      if (matches && (limit == 0 || found.size() < limit)) {
        found.add(guildMember);
      }
    }
    return found;
  }

  /**
   * Closes a connection as Discord does. It depends on the code whether the session can be resumed.
   */
  void close(GatewayConnection connection, CloseCode code) {
    connection
        .session()
        .ifPresent(session -> {
          session.detach(world.clock().millis());
          if (!code.isResumable() || code == CloseCode.SESSION_TIMED_OUT) {
            gateway.end(session);
          }
        });
    connection.forgetSession();
    connection.close(code);
  }
}
