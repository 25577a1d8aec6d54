package dev.switchboard.sandbox.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Journal;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * All sessions: starts, resumes and ends them, and sends each the events that it may and wants to
 * get.
 */
public final class Gateway {
  /** Discord's limit of identifies of a bot per day. */
  static final int STARTS_PER_DAY = 1000;

  private final World world;
  private final Duration sessionLife;
  private final Map<String, GatewaySession> sessions = new LinkedHashMap<>();
  private final Map<Long, StartLimit> starts = new LinkedHashMap<>();
  private final GatewayPayloads payloads;
  private final ChannelSight sight;
  private final GatewayTap gatewayTap;

  private static final class StartLimit {
    private int remaining = STARTS_PER_DAY;
    private long resetAt;
  }

  public Gateway(World world, Duration sessionLife, GatewayTap gatewayTap) {
    this.world = world;
    this.sessionLife = sessionLife;
    this.sight = new ChannelSight(world);
    this.payloads = new GatewayPayloads(world, sight);
    this.gatewayTap = gatewayTap;
    world.listen(this::happened);
  }

  /** Reads a line of the journal. Gives whether it belongs to the gateway. */
  public boolean take(Journal.Line line) {
    if (line.kind().equals("session")) {
      if (line.isRemoval()) {
        sessions.remove(line.key());
      } else {
        sessions
            .computeIfAbsent(
                line.key(),
                id -> new GatewaySession(id, Json.readObject(line.json()), world.journal()))
            .leftAt(world.clock().millis());
      }
      return true;
    }
    if (line.kind().equals("event")) {
      int first = line.key().indexOf(':');
      int second = line.key().indexOf(':', first + 1);
      GatewaySession session = sessions.get(line.key().substring(0, first));
      if (session != null) {
        long sequence = Json.id(line.key().substring(first + 1, second));
        session.restored(
            new GatewaySession.Sent(sequence, line.key().substring(second + 1), line.json()));
      }
      return true;
    }
    return false;
  }

  public void putAll() {
    for (GatewaySession session : sessions.values()) {
      world.journal().put("session", session.id(), session.kept());
      for (GatewaySession.Sent sent : session.replay()) {
        String key = session.id() + ":" + sent.sequence() + ":" + sent.type();
        world.journal().put("event", key, sent.payload());
      }
    }
  }

  /** Sets the presence of a bot, which its session keeps. */
  void presence(GatewaySession session, JsonNode presence) {
    session.kept().set("presence", presence);
    world.journal().put("session", session.id(), session.kept());
  }

  public List<GatewaySession> sessions() {
    return List.copyOf(sessions.values());
  }

  /** The day's remaining starts, as in {@code GET /gateway/bot}. */
  public ObjectNode startLimit(long bot) {
    StartLimit limit = limit(bot);
    long now = world.clock().millis();
    return Json.object()
        .put("max_concurrency", 1)
        .put("remaining", limit.remaining)
        .put("reset_after", (int) Math.max(0, limit.resetAt - now))
        .put("total", STARTS_PER_DAY);
  }

  public void remainingStarts(long bot, int remaining) {
    limit(bot).remaining = remaining;
  }

  private StartLimit limit(long bot) {
    StartLimit limit = starts.computeIfAbsent(bot, ignored -> new StartLimit());
    long now = world.clock().millis();
    if (now >= limit.resetAt) {
      limit.remaining = STARTS_PER_DAY;
      limit.resetAt = now + Duration.ofDays(1).toMillis();
    }
    return limit;
  }

  /** Starts a session. Empty if the day's starts are used up. */
  Optional<GatewaySession> start(ObjectNode terms, GatewayConnection connection, String url) {
    endExpired();
    StartLimit limit = limit(Json.id(terms, "bot"));
    if (limit.remaining <= 0) {
      return Optional.empty();
    }
    limit.remaining--;
    String id = UUID.randomUUID().toString().replace("-", "");
    GatewaySession session = new GatewaySession(id, terms, world.journal());
    sessions.put(id, session);
    world.journal().put("session", id, terms);
    session.attach(connection);
    connection.session(session);
    session.dispatch("READY", Json.bytes(payloads.ready(session, url)));
    for (Guild guild : world.guilds().values()) {
      if (guild.has(session.bot())
          && session.hasGuild(guild.id())
          && session.hears(Intents.GUILDS)) {
        session.dispatch("GUILD_CREATE", Json.bytes(payloads.guildCreate(guild, session)));
      }
    }
    return Optional.of(session);
  }

  Optional<GatewaySession> resumable(String id) {
    endExpired();
    return Optional.ofNullable(sessions.get(id));
  }

  /** Gives a session a new connection and sends it the events that it missed. */
  void resume(GatewaySession session, GatewayConnection connection, long seen) {
    session.connection().ifPresent(GatewayConnection::gone);
    session.attach(connection);
    connection.session(session);
    session.replayAfter(seen);
    session.dispatch("RESUMED", "{\"_trace\":[\"sandbox\"]}".getBytes(UTF_8));
  }

  public void end(GatewaySession session) {
    sessions.remove(session.id());
    sight.forget(session);
    world.journal().remove("session", session.id());
  }

  /** The socket has ended. With 1000 or 1001 by the client, the session ends too. */
  public void left(GatewayConnection connection, int closeCode) {
    connection
        .session()
        .ifPresent(session -> {
          boolean current = session.connection().filter(c -> c == connection).isPresent();
          if (current) {
            session.detach(world.clock().millis());
            if (closeCode == 1000 || closeCode == 1001) {
              end(session);
            }
          }
        });
  }

  private void endExpired() {
    long before = world.clock().millis() - sessionLife.toMillis();
    for (GatewaySession session : new ArrayList<>(sessions.values())) {
      if (session.connection().isEmpty() && session.leftAt() < before) {
        end(session);
      }
    }
  }

  private void happened(Event event) {
    if (event.type().equals("GUILD_JOINED_BY_BOT")) {
      welcome(Json.id(event.payload(), "guild_id"), Json.id(event.payload().path("user"), "id"));
    }
    if (event.audience() instanceof Event.Onlookers || sessions.isEmpty()) {
      return;
    }
    GatewayPayloads.Forms forms = payloads.forms(event);
    for (GatewaySession session : sessions.values()) {
      if (payloads.concerns(event, session)) {
        byte[] form = forms.of(session);
        gatewayTap.dispatching(event.type(), form);
        session.dispatch(event.type(), form);
      }
    }
    sight.changedBy(event).ifPresent(guild -> tellOfChannels(guild, event));
  }

  /** Announces the channels again that a bot has come to see, or sees no more. */
  private void tellOfChannels(Guild guild, Event event) {
    long told = event.audience() instanceof Event.Readers(Channel channel) ? channel.id() : 0;
    for (GatewaySession session : sessions.values()) {
      if (guild.has(session.bot())
          && session.hasGuild(guild.id())
          && session.hears(Intents.GUILDS)) {
        for (Channel channel : sight.changed(session, guild, told)) {
          ObjectNode form = sight.form(channel, session.bot());
          session.dispatch("CHANNEL_UPDATE", Json.bytes(form));
        }
      }
    }
  }

  /** Announces a guild to a bot that was just invited to it. */
  private void welcome(long id, long bot) {
    Guild guild = world.guild(id);
    for (GatewaySession session : sessions.values()) {
      if (session.bot() == bot && session.hasGuild(id) && session.hears(Intents.GUILDS)) {
        session.dispatch("GUILD_CREATE", Json.bytes(payloads.guildCreate(guild, session)));
      }
    }
  }

  public GatewayPayloads payloads() {
    return payloads;
  }
}
