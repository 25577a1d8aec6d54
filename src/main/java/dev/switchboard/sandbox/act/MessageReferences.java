package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.World;
import java.util.Optional;

/** Replies and forwards: {@code message_reference} of type 0 and 1. */
final class MessageReferences {
  private static final int REPLY = 19;
  private static final int HAS_SNAPSHOT = 1 << 14;
  private static final String[] SNAPSHOT = {
    "type",
    "content",
    "mentions",
    "mention_roles",
    "attachments",
    "embeds",
    "timestamp",
    "edited_timestamp",
    "flags",
    "components",
    "sticker_items"
  };

  private final World world;

  MessageReferences(World world) {
    this.world = world;
  }

  void apply(MessageDraft draft, ObjectNode json, Mentions mentions) {
    JsonNode reference = draft.form().path("message_reference");
    if (!reference.isObject()) {
      return;
    }
    if (reference.path("type").asInt(0) == 1) {
      forward(draft, reference, json);
    } else {
      reply(draft, reference, json, mentions);
    }
  }

  private void reply(MessageDraft draft, JsonNode reference, ObjectNode json, Mentions mentions) {
    Channel channel = draft.channel();
    Optional<Message> to =
        Optional.ofNullable(channel.messages().get(Json.id(reference, "message_id")));
    boolean elsewhere =
        Json.has(reference, "channel_id") && Json.id(reference, "channel_id") != channel.id();
    if (to.isEmpty() || elsewhere) {
      if (reference.path("fail_if_not_exists").asBoolean(true)) {
        throw ApiError.field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
      }
      return;
    }
    json.put("type", REPLY);
    json.set("message_reference", written(0, channel, to.get()));
    mentions.replyTo(to.get().author(), draft.form().path("allowed_mentions"));
  }

  private void forward(MessageDraft draft, JsonNode reference, ObjectNode json) {
    Channel from = world.channels().get(Json.id(reference, "channel_id"));
    Message original =
        from != null && world.sees(from, draft.author().id())
            ? from.messages().get(Json.id(reference, "message_id"))
            : null;
    if (from == null || original == null) {
      throw ApiError.field(
          "message_reference", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message");
    }
    ObjectNode source = original.json();
    if (source.path("message_snapshots").path(0).path("message") instanceof ObjectNode nested) {
      source = nested;
    }
    ObjectNode snapshot = Json.object();
    for (String field : SNAPSHOT) {
      if (source.has(field)) {
        snapshot.set(field, source.get(field));
      }
    }
    json.put("content", "").put("flags", json.path("flags").asInt() | HAS_SNAPSHOT);
    json.set("message_reference", written(1, from, original));
    json.putArray("message_snapshots").addObject().set("message", snapshot);
  }

  private static ObjectNode written(int type, Channel channel, Message message) {
    ObjectNode written =
        Json.object()
            .put("type", type)
            .put("message_id", message.idText())
            .put("channel_id", channel.idText());
    if (!channel.isDm()) {
      written.put("guild_id", Long.toString(channel.guild()));
    }
    return written;
  }
}
