package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.Set;

/**
 * Shows messages to a viewer as Discord does: with signed links, counted reactions, and the message
 * replied to.
 */
public final class MessageView {
  private static final int REPLY = 19;

  private final World world;
  private final StoredFiles files;

  MessageView(World world, StoredFiles files) {
    this.world = world;
    this.files = files;
  }

  public ObjectNode show(Channel channel, Message message, long viewer) {
    ObjectNode shown = basic(message, viewer);
    if (shown.path("type").asInt() == REPLY && shown.has("message_reference")) {
      long to = Json.id(shown.get("message_reference"), "message_id");
      Message referenced = channel.messages().get(to);
      if (referenced == null) {
        shown.putNull("referenced_message");
      } else {
        shown.set("referenced_message", basic(referenced, viewer));
      }
    }
    Channel thread = world.channels().get(message.id());
    if (thread != null && thread.isThread()) {
      shown.set("thread", thread.json());
    }
    return shown;
  }

  public ArrayNode showAll(Channel channel, List<Message> messages, long viewer) {
    ArrayNode list = Json.array();
    messages.forEach(message -> list.add(show(channel, message, viewer)));
    return list;
  }

  private ObjectNode basic(Message message, long viewer) {
    ObjectNode json = message.json();
    boolean linked = !json.path("attachments").isEmpty() || json.has("message_snapshots");
    ObjectNode shown = linked ? files.signed(json) : Json.copy(json);
    if (!message.reactions().isEmpty()) {
      ArrayNode list = shown.putArray("reactions");
      message.reactions().forEach((emoji, users) -> list.add(reaction(emoji, users, viewer)));
    }
    if (shown.has("poll")) {
      shown.set("poll", Polls.shown(message, viewer));
    }
    return shown;
  }

  private static ObjectNode reaction(String emoji, Set<Long> users, long viewer) {
    ObjectNode json = Json.object();
    json.set("emoji", Reactions.emoji(emoji));
    json.put("count", users.size());
    json.putObject("count_details").put("burst", 0).put("normal", users.size());
    json.putArray("burst_colors");
    return json.put("me_burst", false).put("burst_me", false).put("me", users.contains(viewer));
  }
}
