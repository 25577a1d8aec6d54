package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.gateway.Gateway;
import dev.switchboard.sandbox.gateway.GatewayConnection;
import dev.switchboard.sandbox.gateway.GatewayFaults;
import dev.switchboard.sandbox.gateway.GatewayProtocol;
import dev.switchboard.sandbox.gateway.GatewaySession;
import dev.switchboard.sandbox.rest.Faults;
import dev.switchboard.sandbox.rest.RequestLog;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.rest.SimulatedRateLimits;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Nonces;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Control: causing faults, moving the clock, switching limits, and counting requests. */
public final class FaultRoutes {
  private final World world;
  private final Gateway gateway;
  private final Wrongs wrongs;
  private final StoredFiles files;
  private final Nonces nonces;

  /** The faults and the measurements. */
  public record Wrongs(
      Faults rest, GatewayFaults gateway, SimulatedRateLimits limits, RequestLog log) {}

  public FaultRoutes(
      World world, Gateway gateway, Wrongs wrongs, StoredFiles files, Nonces nonces) {
    this.world = world;
    this.gateway = gateway;
    this.wrongs = wrongs;
    this.files = files;
    this.nonces = nonces;
  }

  public void addTo(RouteTable routes) {
    routes.get("/control/faults", restCall -> RestAnswer.ok(wrongs.rest().shown()));
    routes.post("/control/faults", this::addFault);
    routes.delete("/control/faults", this::clear);
    routes.delete("/control/faults/{fault}", this::removeFault);
    routes.get("/control/gateway", restCall -> RestAnswer.ok(sessions()));
    routes.post("/control/gateway", this::act);
    routes.get("/control/clock", restCall -> RestAnswer.ok(clock()));
    routes.post("/control/clock", this::advance);
    routes.get("/control/limits", restCall -> RestAnswer.ok(limits()));
    routes.post("/control/limits", this::limit);
    routes.get("/control/requests", this::requests);
    routes.delete("/control/requests", this::forgetRequests);
    routes.post("/control/links/expire", this::expireLinks);
  }

  private RestAnswer addFault(RestCall restCall) {
    return RestAnswer.created(Json.object().put("id", wrongs.rest().add(restCall.form())));
  }

  private RestAnswer removeFault(RestCall restCall) {
    wrongs.rest().remove(restCall.id("fault"));
    return RestAnswer.done();
  }

  private RestAnswer clear(RestCall restCall) {
    wrongs.rest().clear();
    wrongs.gateway().clear();
    gateway.payloads().mutateBy((type, payload) -> payload);
    return RestAnswer.done();
  }

  private ArrayNode sessions() {
    ArrayNode list = Json.array();
    for (GatewaySession session : gateway.sessions()) {
      ObjectNode shown =
          list.addObject()
              .put("id", session.id())
              .put("bot", Long.toString(session.bot()))
              .put("sequence", session.sequence())
              .put("intents", session.intents())
              .put("shard", session.shard())
              .put("connected", session.connection().isPresent());
      session.presence().ifPresent(presence -> shown.set("presence", presence));
    }
    return list;
  }

  /** Acts on the gateway: {@code {action, bot?, …}}, on every session or those of one bot. */
  private RestAnswer act(RestCall restCall) {
    ObjectNode form = restCall.form();
    int count = form.path("count").asInt(1);
    switch (form.path("action").asText()) {
      case "drop" ->
          each(form, session -> drop(session, form.path("keep_session").asBoolean(true)));
      case "close" ->
          each(
              form,
              session ->
                  close(
                      session,
                      form.path("code").asInt(4000),
                      form.path("keep_session").asBoolean(true)));
      case "reconnect" -> each(form, s -> send(s, "{\"op\":7,\"d\":null,\"s\":null,\"t\":null}"));
      case "heartbeat" -> each(form, s -> send(s, "{\"op\":1,\"d\":null,\"s\":null,\"t\":null}"));
      case "invalidate" ->
          each(form, session -> invalidate(session, form.path("resumable").asBoolean()));
      case "forget_sessions" -> each(form, this::forget);
      case "swallow_acknowledgements" -> wrongs.gateway().swallowAcknowledgements(count);
      case "refuse_identifies" -> wrongs.gateway().refuseIdentifies(count);
      case "refuse_resumes" -> wrongs.gateway().refuseResumes(count);
      case "break_resumes" ->
          wrongs
              .gateway()
              .breakResumes(
                  form.path("for_ever").asBoolean() ? Integer.MAX_VALUE : count, breach(form));
      case "remaining_starts" ->
          world
              .applications()
              .keySet()
              .forEach(bot -> gateway.remainingStarts(bot, form.path("remaining").asInt()));
      case "dispatch" ->
          each(
              form,
              session ->
                  session.dispatch(form.path("type").asText(), Json.bytes(form.path("data"))));
      case "mutate" -> mutate(form, count);
      default -> throw ApiError.field("action", "BASE_TYPE_CHOICES", "There is no such action");
    }
    return RestAnswer.done();
  }

  private static GatewayFaults.Breach breach(ObjectNode form) {
    String name = form.path("how").asText("cut");
    return Stream.of(GatewayFaults.Breach.values())
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> ApiError.field("how", "BASE_TYPE_CHOICES", "Must be cut, close or silence"));
  }

  private void each(ObjectNode form, java.util.function.Consumer<GatewaySession> deed) {
    long bot = Json.id(form, "bot");
    for (GatewaySession session : gateway.sessions()) {
      if (bot == 0 || session.bot() == bot) {
        deed.accept(session);
      }
    }
  }

  private static void send(GatewaySession session, String frame) {
    session.connection().ifPresent(connection -> connection.send(frame));
  }

  private void drop(GatewaySession session, boolean keep) {
    session.connection().ifPresent(GatewayConnection::gone);
    session.detach(world.clock().millis());
    if (!keep) {
      gateway.end(session);
    }
  }

  private void close(GatewaySession session, int code, boolean keep) {
    session.connection().ifPresent(connection -> connection.close(code, "asked for by a test"));
    session.detach(world.clock().millis());
    if (!keep) {
      gateway.end(session);
    }
  }

  private void invalidate(GatewaySession session, boolean resumable) {
    session
        .connection()
        .ifPresent(connection -> {
          GatewayProtocol.invalidSession(connection, resumable);
          connection.forgetSession();
        });
    session.detach(world.clock().millis());
    if (!resumable) {
      gateway.end(session);
    }
  }

  private void forget(GatewaySession session) {
    session.connection().ifPresent(GatewayConnection::gone);
    gateway.end(session);
  }

  private void mutate(ObjectNode form, int count) {
    AtomicLong left = new AtomicLong(count);
    String wanted = form.path("type").asText();
    Faults.Kind kind = kind(form.path("kind").asText());
    JsonNode fields = form.path("fields");
    JsonNode set = form.path("set");
    gateway
        .payloads()
        .mutateBy((type, payload) -> {
          if (!type.equals(wanted) || left.getAndDecrement() <= 0) {
            return payload;
          }
          ObjectNode changed = Json.copy(payload);
          Faults.mutate(changed, kind, fields);
          set.properties().forEach(e -> changed.set(e.getKey(), e.getValue()));
          return changed;
        });
  }

  private static Faults.Kind kind(String name) {
    for (Faults.Kind kind :
        List.of(Faults.Kind.UNKNOWN_FIELDS, Faults.Kind.NULLS, Faults.Kind.MISSING)) {
      if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    return Faults.Kind.NULLS;
  }

  private ObjectNode clock() {
    return Json.object().put("now", world.now()).put("offset_millis", world.clock().offset());
  }

  private RestAnswer advance(RestCall restCall) {
    try {
      world.clock().advance(Duration.parse(restCall.form().path("advance").asText()));
    } catch (DateTimeParseException e) {
      throw ApiError.field("advance", "DURATION", "Must be an ISO 8601 duration such as PT15M.");
    }
    ObjectNode fact = Json.object().put("offset", world.clock().offset());
    world.journal().put("fact", "clock", fact);
    return RestAnswer.ok(clock());
  }

  private ObjectNode limits() {
    return Json.object()
        .put("enabled", wrongs.limits().isEnabled())
        .put("channels_per_guild", world.channelLimits().perGuild())
        .put("channels_per_category", world.channelLimits().perCategory());
  }

  /**
   * Changes limits: {@code {enabled?, nonce_memory_millis?, link_life_millis?, channels_per_guild?,
   * channels_per_category?}}.
   */
  private RestAnswer limit(RestCall restCall) {
    ObjectNode form = restCall.form();
    if (form.has("enabled")) {
      wrongs.limits().enable(form.get("enabled").asBoolean());
    }
    if (form.has("nonce_memory_millis")) {
      nonces.memory(Duration.ofMillis(form.get("nonce_memory_millis").asLong()));
    }
    if (form.has("link_life_millis")) {
      files.life(Duration.ofMillis(form.get("link_life_millis").asLong()));
    }
    if (form.has("channels_per_guild")) {
      world.channelLimits().perGuild(form.get("channels_per_guild").asInt());
    }
    if (form.has("channels_per_category")) {
      world.channelLimits().perCategory(form.get("channels_per_category").asInt());
    }
    return RestAnswer.ok(limits());
  }

  private RestAnswer requests(RestCall restCall) {
    return RestAnswer.ok(wrongs.log().shown(Json.id(restCall.query("after").orElse("0"))));
  }

  private RestAnswer forgetRequests(RestCall restCall) {
    wrongs.log().clear();
    return RestAnswer.done();
  }

  private RestAnswer expireLinks(RestCall restCall) {
    files.expireLinks();
    return RestAnswer.done();
  }
}
