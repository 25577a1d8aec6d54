package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A channel, thread or DM with its messages. In a DM one side is the bot and the other a person.
 */
public final class Channel {
  private final long id;
  private final ObjectNode json;
  private final long bot;
  private final NavigableMap<Long, Message> messages = new TreeMap<>();
  private final NavigableMap<Long, Message> ephemeral = new TreeMap<>();
  private final Map<Long, String> threadMembers = new LinkedHashMap<>();

  /**
   * A channel around its JSON.
   *
   * @param bot the bot of a DM; 0 for channels of guilds
   */
  public Channel(long id, ObjectNode json, long bot) {
    this.id = id;
    this.json = json;
    this.bot = bot;
  }

  public long id() {
    return id;
  }

  public String idText() {
    return json.path("id").asText();
  }

  public ObjectNode json() {
    return json;
  }

  String name() {
    return json.path("name").asText();
  }

  public int type() {
    return json.path("type").asInt();
  }

  public boolean isDm() {
    return type() == ChannelType.DM;
  }

  public boolean isThread() {
    return ChannelType.isThread(type());
  }

  /** The guild that it is in; 0 for a DM. */
  public long guild() {
    return Json.id(json, "guild_id");
  }

  /** Its category, or the channel of a thread; 0 for none. */
  public long parent() {
    return Json.id(json, "parent_id");
  }

  /** The bot of a DM. */
  public long bot() {
    return bot;
  }

  /** The person of a DM. */
  public long person() {
    return Json.id(json.path("recipients").path(0), "id");
  }

  public boolean isArchived() {
    return json.path("thread_metadata").path("archived").asBoolean();
  }

  public boolean isLocked() {
    return json.path("thread_metadata").path("locked").asBoolean();
  }

  /** The messages for everybody who may read the channel. */
  public NavigableMap<Long, Message> messages() {
    return messages;
  }

  /** The messages that only one person each can see. */
  public NavigableMap<Long, Message> ephemeral() {
    return ephemeral;
  }

  public Optional<Message> message(long message) {
    Message found = messages.get(message);
    return Optional.ofNullable(found == null ? ephemeral.get(message) : found);
  }

  /** The members of a thread, and the times at which they joined it. */
  public Map<Long, String> threadMembers() {
    return threadMembers;
  }

  ObjectNode kept() {
    ObjectNode kept = Json.object().put("bot", Long.toString(bot));
    kept.set("json", json);
    if (!threadMembers.isEmpty()) {
      ObjectNode joined = kept.putObject("joined");
      threadMembers.forEach((user, at) -> joined.put(Long.toString(user), at));
    }
    return kept;
  }

  static Channel read(ObjectNode kept) {
    ObjectNode json = (ObjectNode) kept.get("json");
    Channel channel = new Channel(Json.id(json, "id"), json, Json.id(kept, "bot"));
    kept.path("joined")
        .properties()
        .forEach(e -> channel.threadMembers.put(Json.id(e.getKey()), e.getValue().asText()));
    return channel;
  }
}
