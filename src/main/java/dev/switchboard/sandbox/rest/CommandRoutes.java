package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.CommandForm;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code /applications/{application}/commands} and the same below a guild. */
public final class CommandRoutes {
  private final World world;

  public CommandRoutes(World world) {
    this.world = world;
  }

  public void addTo(RouteTable routes) {
    for (String all :
        List.of(
            "/applications/{application}/commands",
            "/applications/{application}/guilds/{guild}/commands")) {
      routes.get(all, this::list);
      routes.post(all, this::add);
      routes.put(all, this::overwrite);
      routes.get(all + "/{command}", restCall -> RestAnswer.ok(command(restCall)));
      routes.patch(all + "/{command}", this::modify);
      routes.delete(all + "/{command}", this::remove);
    }
    routes.get(
        "/applications/{application}/guilds/{guild}/commands/permissions",
        restCall -> RestAnswer.ok(Json.array()));
  }

  private Map<Long, ObjectNode> commands(RestCall restCall) {
    Application application = restCall.application();
    if (restCall.id("application") != application.id()) {
      throw ApiError.of(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    long guild = restCall.id("guild");
    if (guild != 0 && !world.guild(guild).has(application.id())) {
      throw ApiError.missingAccess();
    }
    return application.commands(guild);
  }

  private ObjectNode command(RestCall restCall) {
    ObjectNode command = commands(restCall).get(restCall.id("command"));
    if (command == null) {
      throw ApiError.unknown(10063, "application command");
    }
    return command;
  }

  private RestAnswer list(RestCall restCall) {
    ArrayNode list = Json.array();
    commands(restCall).values().forEach(list::add);
    return RestAnswer.ok(list);
  }

  private RestAnswer add(RestCall restCall) {
    Map<Long, ObjectNode> commands = commands(restCall);
    ObjectNode form = restCall.form();
    CommandForm.check(form);
    long known = sameName(commands, form);
    if (known == 0 && commands.size() >= 100) {
      throw ApiError.of(400, 30032, "Maximum number of application commands reached (100)");
    }
    ObjectNode stored = store(restCall, form, known);
    changed(restCall);
    return known == 0 ? RestAnswer.created(stored) : RestAnswer.ok(stored);
  }

  private static long sameName(Map<Long, ObjectNode> commands, JsonNode form) {
    for (Map.Entry<Long, ObjectNode> each : commands.entrySet()) {
      ObjectNode command = each.getValue();
      if (command.path("name").asText().equals(form.path("name").asText())
          && command.path("type").asInt() == form.path("type").asInt(1)) {
        return each.getKey();
      }
    }
    return 0;
  }

  private ObjectNode store(RestCall restCall, JsonNode form, long known) {
    long id = known == 0 ? world.snowflakes().next() : known;
    long guild = restCall.id("guild");
    ObjectNode stored =
        CommandForm.stored(form, restCall.botId(), guild, id, world.snowflakes().next());
    restCall.application().commands(guild).put(id, stored);
    world.keepCommand(restCall.application(), guild, id);
    return stored;
  }

  private RestAnswer overwrite(RestCall restCall) {
    Map<Long, ObjectNode> commands = commands(restCall);
    JsonNode forms = restCall.json();
    CommandForm.checkAll(forms);
    Map<Long, ObjectNode> before = Map.copyOf(commands);
    List<ObjectNode> stored = new ArrayList<>();
    for (JsonNode form : forms) {
      stored.add(store(restCall, form, sameName(before, form)));
    }
    for (long id : before.keySet()) {
      if (stored.stream().noneMatch(command -> Json.id(command, "id") == id)) {
        commands.remove(id);
        world.keepCommand(restCall.application(), restCall.id("guild"), id);
      }
    }
    changed(restCall);
    ArrayNode list = Json.array();
    stored.forEach(list::add);
    return RestAnswer.ok(list);
  }

  private RestAnswer modify(RestCall restCall) {
    ObjectNode changed = Json.copy(command(restCall));
    changed.setAll(restCall.form());
    CommandForm.check(changed);
    ObjectNode stored = store(restCall, changed, restCall.id("command"));
    changed(restCall);
    return RestAnswer.ok(stored);
  }

  private RestAnswer remove(RestCall restCall) {
    command(restCall);
    commands(restCall).remove(restCall.id("command"));
    world.keepCommand(restCall.application(), restCall.id("guild"), restCall.id("command"));
    changed(restCall);
    return RestAnswer.done();
  }

  private void changed(RestCall restCall) {
    ObjectNode payload = Json.object().put("application_id", Long.toString(restCall.botId()));
    world.publish("COMMANDS_CHANGED", payload, new Event.Onlookers());
  }
}
