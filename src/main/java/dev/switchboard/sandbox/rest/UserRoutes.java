package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Channels;
import dev.switchboard.sandbox.gateway.Gateway;
import dev.switchboard.sandbox.gateway.Intents;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.function.Supplier;

/** {@code /users}, {@code /gateway} and the application itself. */
public final class UserRoutes {
  private final World world;
  private final Channels channels;
  private final Gateway gateway;
  private final Supplier<String> gatewayUrl;

  public UserRoutes(World world, Channels channels, Gateway gateway, Supplier<String> gatewayUrl) {
    this.world = world;
    this.channels = channels;
    this.gateway = gateway;
    this.gatewayUrl = gatewayUrl;
  }

  public void addTo(RouteTable routes) {
    routes.open(
        "GET", "/gateway", restCall -> RestAnswer.ok(Json.object().put("url", gatewayUrl.get())));
    routes.get("/gateway/bot", this::gatewayForBot);
    routes.get("/users/@me", this::self);
    routes.patch("/users/@me", this::modifySelf);
    routes.get("/users/@me/guilds", this::guilds);
    routes.get("/users/{user}", restCall -> RestAnswer.ok(world.user(restCall.id("user")).json()));
    routes.post("/users/@me/channels", this::openDm);
    routes.get("/applications/@me", this::application);
    routes.get("/oauth2/applications/@me", this::application);
    routes.get("/applications/{application}", this::application);
  }

  private RestAnswer gatewayForBot(RestCall restCall) {
    ObjectNode answer =
        Json.object().put("url", gatewayUrl.get()).put("shards", restCall.application().shards());
    answer.set("session_start_limit", gateway.startLimit(restCall.botId()));
    return RestAnswer.ok(answer);
  }

  private static ObjectNode withPrivateFields(User user) {
    return Json.copy(user.json())
        .put("mfa_enabled", true)
        .put("locale", "en-US")
        .put("verified", true)
        .putNull("email");
  }

  private RestAnswer self(RestCall restCall) {
    if (restCall.caller() instanceof RestCaller.Person person) {
      if (!person.scopes().contains("identify")) {
        throw ApiError.unauthorized();
      }
      ObjectNode self = withPrivateFields(person.user());
      if (person.scopes().contains("email")) {
        self.put("email", person.user().username() + "@example.org");
      }
      return RestAnswer.ok(self);
    }
    return RestAnswer.ok(withPrivateFields(restCall.application().bot()));
  }

  private RestAnswer modifySelf(RestCall restCall) {
    User bot = restCall.application().bot();
    ObjectNode form = restCall.form();
    String name = form.path("username").asText("");
    if (!name.isEmpty()) {
      if (name.length() < 2 || name.length() > 32) {
        throw ApiError.field(
            "username", "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 32 in length.");
      }
      bot.json().put("username", name);
    }
    world.keep(bot);
    world.publish("USER_UPDATE", bot.json(), new Event.OneBot(bot.id()));
    return RestAnswer.ok(withPrivateFields(bot));
  }

  private RestAnswer guilds(RestCall restCall) {
    User viewer =
        switch (restCall.caller()) {
          case RestCaller.Person person when person.scopes().contains("guilds") -> person.user();
          case RestCaller.Person ignored -> throw ApiError.missingAccess();
          case RestCaller.Bot(Application application) -> application.bot();
          case RestCaller.Nobody() -> throw ApiError.unauthorized();
        };
    ArrayNode list = Json.array();
    for (Guild guild : world.guilds().values()) {
      if (guild.has(viewer.id())) {
        ObjectNode json = list.addObject().put("id", guild.idText()).put("name", guild.name());
        json.putNull("icon").putNull("banner").put("owner", guild.owner() == viewer.id());
        json.put("permissions", Long.toString(Permissions.in(guild, viewer.id())));
        json.putArray("features");
      }
    }
    return RestAnswer.ok(list);
  }

  private RestAnswer openDm(RestCall restCall) {
    ObjectNode form = restCall.form();
    if (!Json.has(form, "recipient_id")) {
      throw ApiError.field("recipient_id", "BASE_TYPE_REQUIRED", "This field is required");
    }
    User person = world.users().get(Json.id(form, "recipient_id"));
    if (person == null) {
      throw ApiError.of(400, 50033, "Invalid Recipient(s)");
    }
    if (person.isBot()) {
      throw ApiError.cannotMessageUser();
    }
    return RestAnswer.ok(channels.openDm(person, restCall.application().bot()).json());
  }

  private RestAnswer application(RestCall restCall) {
    User bot = restCall.application().bot();
    long asked = restCall.id("application");
    if (asked != 0 && asked != bot.id()) {
      throw ApiError.of(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    int flags = flags(restCall.application().allowedIntents());
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(bot.id()))
            .put("name", bot.username())
            .putNull("icon")
            .put("description", "A bot of the sandbox")
            .put("summary", "")
            .putNull("type")
            .put("bot_public", true)
            .put("bot_require_code_grant", false)
            .put("verify_key", "0".repeat(64))
            .put("flags", flags)
            .put("flags_new", Integer.toString(flags));
    json.set("bot", bot.json());
    json.set("owner", owner().json());
    json.putArray("redirect_uris");
    json.putArray("eligible_oauth2_scopes");
    json.putNull("interactions_endpoint_url").putNull("role_connections_verification_url");
    json.put("approximate_guild_count", world.guilds().size());
    json.put("approximate_user_install_count", 0);
    json.put("approximate_user_authorization_count", 0);
    json.put("explicit_content_filter", 0).putNull("team");
    return RestAnswer.ok(json);
  }

  /** The portal's switches as application flags (in the "limited" forms of an unverified bot). */
  private static int flags(long intents) {
    int flags = 0;
    flags |= (intents & Intents.GUILD_PRESENCES) == 0 ? 0 : 1 << 13;
    flags |= (intents & Intents.GUILD_MEMBERS) == 0 ? 0 : 1 << 15;
    flags |= (intents & Intents.MESSAGE_CONTENT) == 0 ? 0 : 1 << 19;
    return flags | 1 << 23;
  }

  private User owner() {
    return world.guilds().values().stream()
        .findFirst()
        .map(guild -> world.user(guild.owner()))
        .orElseGet(() -> world.users().values().iterator().next());
  }
}
