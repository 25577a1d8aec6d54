package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Interactions;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.StoredInteraction;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;

/** Control: running commands, clicking, choosing, submitting modals, and reading the results. */
public final class InteractRoutes {
  private final WorldActs worldActs;
  private final World world;
  private final Interactions interactions;

  public InteractRoutes(WorldActs worldActs, Interactions interactions) {
    this.worldActs = worldActs;
    this.world = worldActs.world();
    this.interactions = interactions;
  }

  public void addTo(RouteTable routes) {
    String channel = "/control/users/{user}/channels/{channel}";
    routes.get(channel + "/commands", this::available);
    routes.post(channel + "/commands", this::run);
    routes.post(channel + "/messages/{message}/components", this::use);
    routes.post("/control/users/{user}/interactions/{interaction}/modal", this::submit);
    routes.get("/control/interactions/{interaction}", this::show);
  }

  private Channel channel(RestCall restCall) {
    return worldActs.access().channel(restCall.id("channel"), restCall.id("user"));
  }

  private RestAnswer available(RestCall restCall) {
    ArrayNode list = Json.array();
    interactions.available(world.user(restCall.id("user")), channel(restCall)).forEach(list::add);
    return RestAnswer.ok(list);
  }

  private RestAnswer run(RestCall restCall) {
    User user = world.user(restCall.id("user"));
    return RestAnswer.ok(
        interactions.shown(
            interactions.run(user, channel(restCall), restCall.form(), restCall.files())));
  }

  private RestAnswer use(RestCall restCall) {
    Channel channel = channel(restCall);
    Message message = channel.message(restCall.id("message")).orElseThrow(ApiError::unknownMessage);
    if (message.isEphemeral() && message.viewer() != restCall.id("user")) {
      throw ApiError.unknownMessage();
    }
    ObjectNode form = restCall.form();
    StoredInteraction storedInteraction =
        interactions.use(
            world.user(restCall.id("user")),
            channel,
            message,
            form.path("custom_id").asText(),
            form.path("values").isArray() ? form.get("values") : Json.array());
    return RestAnswer.ok(interactions.shown(storedInteraction));
  }

  private RestAnswer submit(RestCall restCall) {
    StoredInteraction before = interactions.find(restCall.id("interaction"));
    StoredInteraction storedInteraction =
        interactions.submit(
            world.user(restCall.id("user")), before, restCall.form().path("values"));
    return RestAnswer.ok(interactions.shown(storedInteraction));
  }

  private RestAnswer show(RestCall restCall) {
    return RestAnswer.ok(interactions.shown(interactions.find(restCall.id("interaction"))));
  }
}
