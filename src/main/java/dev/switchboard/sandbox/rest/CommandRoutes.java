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
      routes.get(all + "/{command}", call -> Answer.ok(command(call)));
      routes.patch(all + "/{command}", this::modify);
      routes.delete(all + "/{command}", this::remove);
    }
    routes.get(
        "/applications/{application}/guilds/{guild}/commands/permissions",
        call -> Answer.ok(Json.array()));
  }

  private Map<Long, ObjectNode> commands(Call call) {
    Application application = call.application();
    if (call.id("application") != application.id()) {
      throw ApiError.of(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    long guild = call.id("guild");
    if (guild != 0 && !world.guild(guild).has(application.id())) {
      throw ApiError.missingAccess();
    }
    return application.commands(guild);
  }

  private ObjectNode command(Call call) {
    ObjectNode command = commands(call).get(call.id("command"));
    if (command == null) {
      throw ApiError.unknown(10063, "application command");
    }
    return command;
  }

  private Answer list(Call call) {
    ArrayNode list = Json.array();
    commands(call).values().forEach(list::add);
    return Answer.ok(list);
  }

  private Answer add(Call call) {
    Map<Long, ObjectNode> commands = commands(call);
    ObjectNode form = call.form();
    CommandForm.check(form);
    long known = sameName(commands, form);
    if (known == 0 && commands.size() >= 100) {
      throw ApiError.of(400, 30032, "Maximum number of application commands reached (100)");
    }
    ObjectNode stored = store(call, form, known);
    changed(call);
    return known == 0 ? Answer.created(stored) : Answer.ok(stored);
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

  private ObjectNode store(Call call, JsonNode form, long known) {
    long id = known == 0 ? world.snowflakes().next() : known;
    long guild = call.id("guild");
    ObjectNode stored =
        CommandForm.stored(form, call.botId(), guild, id, world.snowflakes().next());
    call.application().commands(guild).put(id, stored);
    world.keepCommand(call.application(), guild, id);
    return stored;
  }

  private Answer overwrite(Call call) {
    Map<Long, ObjectNode> commands = commands(call);
    JsonNode forms = call.json();
    CommandForm.checkAll(forms);
    Map<Long, ObjectNode> before = Map.copyOf(commands);
    List<ObjectNode> stored = new ArrayList<>();
    for (JsonNode form : forms) {
      stored.add(store(call, form, sameName(before, form)));
    }
    for (long id : before.keySet()) {
      if (stored.stream().noneMatch(command -> Json.id(command, "id") == id)) {
        commands.remove(id);
        world.keepCommand(call.application(), call.id("guild"), id);
      }
    }
    changed(call);
    ArrayNode list = Json.array();
    stored.forEach(list::add);
    return Answer.ok(list);
  }

  private Answer modify(Call call) {
    ObjectNode changed = Json.copy(command(call));
    changed.setAll(call.form());
    CommandForm.check(changed);
    ObjectNode stored = store(call, changed, call.id("command"));
    changed(call);
    return Answer.ok(stored);
  }

  private Answer remove(Call call) {
    command(call);
    commands(call).remove(call.id("command"));
    world.keepCommand(call.application(), call.id("guild"), call.id("command"));
    changed(call);
    return Answer.done();
  }

  private void changed(Call call) {
    ObjectNode payload = Json.object().put("application_id", Long.toString(call.botId()));
    world.publish("COMMANDS_CHANGED", payload, new Event.Onlookers());
  }
}
