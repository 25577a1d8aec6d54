package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Interactions;
import dev.switchboard.sandbox.rest.Answer;
import dev.switchboard.sandbox.rest.Call;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Interaction;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;

/** Control: running commands, clicking, choosing, submitting modals, and what came of it. */
public final class InteractRoutes {
  private final Deeds deeds;
  private final World world;
  private final Interactions interactions;

  public InteractRoutes(Deeds deeds, Interactions interactions) {
    this.deeds = deeds;
    this.world = deeds.world();
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

  private Channel channel(Call call) {
    return deeds.access().channel(call.id("channel"), call.id("user"));
  }

  private Answer available(Call call) {
    ArrayNode list = Json.array();
    interactions.available(world.user(call.id("user")), channel(call)).forEach(list::add);
    return Answer.ok(list);
  }

  private Answer run(Call call) {
    User user = world.user(call.id("user"));
    return Answer.ok(
        interactions.shown(interactions.run(user, channel(call), call.form(), call.files())));
  }

  private Answer use(Call call) {
    Channel channel = channel(call);
    Message message = channel.message(call.id("message")).orElseThrow(ApiError::unknownMessage);
    if (message.isEphemeral() && message.viewer() != call.id("user")) {
      throw ApiError.unknownMessage();
    }
    ObjectNode form = call.form();
    Interaction interaction =
        interactions.use(
            world.user(call.id("user")),
            channel,
            message,
            form.path("custom_id").asText(),
            form.path("values").isArray() ? form.get("values") : Json.array());
    return Answer.ok(interactions.shown(interaction));
  }

  private Answer submit(Call call) {
    Interaction before = interactions.find(call.id("interaction"));
    Interaction interaction =
        interactions.submit(world.user(call.id("user")), before, call.form().path("values"));
    return Answer.ok(interactions.shown(interaction));
  }

  private Answer show(Call call) {
    return Answer.ok(interactions.shown(interactions.find(call.id("interaction"))));
  }
}
