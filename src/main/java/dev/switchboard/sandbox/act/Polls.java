package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;

/** Polls in messages, and their votes. */
public final class Polls {
  private final World world;

  public Polls(World world) {
    this.world = world;
  }

  static ObjectNode stored(JsonNode form, Instant now) {
    ObjectNode poll = Json.object();
    poll.putObject("question").put("text", form.path("question").path("text").asText());
    ArrayNode answers = poll.putArray("answers");
    for (JsonNode answer : form.path("answers")) {
      ObjectNode stored = answers.addObject().put("answer_id", answers.size());
      ObjectNode media = stored.putObject("poll_media");
      JsonNode given = answer.path("poll_media");
      media.put("text", given.path("text").asText());
      if (given.path("emoji").isObject()) {
        ObjectNode emoji = media.putObject("emoji").putNull("id");
        emoji.put("name", given.path("emoji").path("name").asText());
        if (Json.has(given.path("emoji"), "id")) {
          emoji.set("id", given.path("emoji").get("id"));
        }
      }
    }
    poll.put("expiry", Json.time(now.plus(Duration.ofHours(form.path("duration").asLong(24)))));
    return poll.put("allow_multiselect", form.path("allow_multiselect").asBoolean(false))
        .put("layout_type", form.path("layout_type").asInt(1));
  }

  static ObjectNode shown(Message message, long viewer) {
    ObjectNode poll = Json.copy((ObjectNode) message.json().get("poll"));
    ObjectNode results = poll.putObject("results");
    ArrayNode counts = results.putArray("answer_counts");
    message
        .votes()
        .forEach((answer, users) ->
            counts
                .addObject()
                .put("id", answer)
                .put("count", users.size())
                .put("me_voted", users.contains(viewer)));
    results.put("is_finalized", poll.path("closed").asBoolean(false));
    poll.remove("closed");
    return poll;
  }

  public void vote(Channel channel, Message message, long user, int answer) {
    if (!message.json().path("poll").isObject()) {
      throw ApiError.of(400, 520_000, "Poll voting blocked");
    }
    message.votes().computeIfAbsent(answer, ignored -> new LinkedHashSet<>()).add(user);
    world.keep(message);
    ObjectNode payload =
        Json.object()
            .put("user_id", Long.toString(user))
            .put("message_id", message.idText())
            .put("channel_id", channel.idText())
            .put("answer_id", answer);
    if (!channel.isDm()) {
      payload.put("guild_id", Long.toString(channel.guild()));
    }
    world.publish("MESSAGE_POLL_VOTE_ADD", payload, new Event.Readers(channel));
  }

  public static void expire(Message message) {
    if (message.json().get("poll") instanceof ObjectNode poll) {
      poll.put("closed", true);
    } else {
      throw ApiError.unknownMessage();
    }
  }
}
