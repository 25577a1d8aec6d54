package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.FormErrors;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.Locale;

/** Creates, changes and deletes channels, and opens DMs. The caller checks permissions. */
public final class Channels {
  private static final List<String> COPIED =
      List.of(
          "topic",
          "nsfw",
          "rate_limit_per_user",
          "bitrate",
          "user_limit",
          "default_auto_archive_duration",
          "default_thread_rate_limit_per_user",
          "default_sort_order",
          "default_forum_layout",
          "flags");

  private final World world;
  private final Messages messages;

  public Channels(World world, Messages messages) {
    this.world = world;
    this.messages = messages;
  }

  public Channel create(Guild guild, ObjectNode form) {
    int type = form.path("type").asInt(ChannelType.TEXT);
    checkName(form, true);
    if (!ChannelType.isCreatable(type)) {
      throw ApiError.field(
          "type", "BASE_TYPE_CHOICES", "Value must be one of (0, 2, 4, 5, 13, 15, 16).");
    }
    check(form, type);
    int most = world.channelLimits().perGuild();
    if (guild.channels().size() >= most) {
      throw ApiError.of(400, 30013, "Maximum number of guild channels reached (" + most + ")");
    }
    checkParent(guild, form, type, 0);
    long id = world.snowflakes().next();
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("type", type)
            .put("guild_id", guild.idText())
            .put("name", named(form.path("name").asText(), type))
            .put("position", form.path("position").asInt(guild.channels().size()))
            .put("flags", 0);
    json.putArray("permission_overwrites");
    if (type != ChannelType.CATEGORY) {
      json.putNull("parent_id");
    }
    if (ChannelType.takesMessages(type) || ChannelType.isForum(type)) {
      json.putNull("last_message_id").putNull("topic").put("nsfw", false);
      json.put("rate_limit_per_user", 0);
    }
    Channel channel = new Channel(id, json, 0);
    inheritOverwrites(channel, form);
    apply(channel, form);
    world.add(channel);
    world.publish("CHANNEL_CREATE", json, new Event.Readers(channel));
    return channel;
  }

  /** A channel that is created without overwrites gets those of its category. */
  private void inheritOverwrites(Channel channel, ObjectNode form) {
    Channel parent = world.channels().get(Json.id(form, "parent_id"));
    if (parent != null && !form.has("permission_overwrites")) {
      channel
          .json()
          .set("permission_overwrites", parent.json().path("permission_overwrites").deepCopy());
    }
  }

  public void modify(Channel channel, ObjectNode form) {
    checkName(form, false);
    check(form, channel.type());
    if (form.has("parent_id")) {
      checkParent(world.guildOf(channel), form, channel.type(), channel.id());
    }
    JsonNode before = overwrites(channel);
    apply(channel, form);
    updated(channel);
    sync(channel, before);
  }

  private void updated(Channel channel) {
    world.keep(channel);
    world.publish("CHANNEL_UPDATE", channel.json(), new Event.Readers(channel));
  }

  private static JsonNode overwrites(Channel channel) {
    return channel.json().path("permission_overwrites").deepCopy();
  }

  /**
   * Copies changed overwrites of a category to the channels that had the former ones ("Permission
   * Syncing", Discord).
   */
  private void sync(Channel category, JsonNode before) {
    JsonNode after = overwrites(category);
    if (category.type() != ChannelType.CATEGORY || after.equals(before)) {
      return;
    }
    for (long id : world.guildOf(category).channels()) {
      Channel child = world.channel(id);
      if (child.parent() == category.id() && overwrites(child).equals(before)) {
        child.json().set("permission_overwrites", after.deepCopy());
        updated(child);
      }
    }
  }

  private static void check(ObjectNode form, int type) {
    FormErrors errors = new FormErrors();
    int most = ChannelType.isForum(type) ? 4096 : 1024;
    if (MessageForm.length(form.path("topic").asText("")) > most) {
      errors.at("topic").tooLong(most);
    }
    int seconds = form.path("rate_limit_per_user").asInt();
    if (seconds < 0 || seconds > 21_600) {
      errors
          .at("rate_limit_per_user")
          .add("NUMBER_TYPE_MAX", "int value should be less than or equal to 21600.");
    }
    JsonNode overwrites = form.path("permission_overwrites");
    for (int i = 0; i < overwrites.size(); i++) {
      if (Json.id(overwrites.get(i), "id") == 0) {
        errors.at("permission_overwrites", i, "id").required();
      }
      if (!overwrites.get(i).path("type").asText().matches("[01]|role|member")) {
        errors.at("permission_overwrites", i, "type").notOneOf("(0, 1)");
      }
    }
    errors.throwIfAny();
  }

  private static void checkName(ObjectNode form, boolean required) {
    if (!form.has("name") && !required) {
      return;
    }
    FormErrors errors = new FormErrors();
    String name = form.path("name").isNull() ? "" : form.path("name").asText("");
    if (!Json.has(form, "name")) {
      errors.at("name").required();
    } else if (name.isBlank() || MessageForm.length(name) > 100) {
      errors.at("name").badLength(1, 100);
    }
    errors.throwIfAny();
  }

  private void checkParent(Guild guild, ObjectNode form, int type, long self) {
    if (!Json.has(form, "parent_id")) {
      return;
    }
    Channel parent = world.channels().get(Json.id(form, "parent_id"));
    if (parent == null || parent.guild() != guild.id()) {
      throw ApiError.field("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist");
    }
    if (parent.type() != ChannelType.CATEGORY || type == ChannelType.CATEGORY) {
      throw ApiError.field("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category");
    }
    long inside = 0;
    for (long id : guild.channels()) {
      if (id != self && world.channel(id).parent() == parent.id()) {
        inside++;
      }
    }
    int most = world.channelLimits().perCategory();
    if (inside >= most) {
      throw ApiError.field(
          "parent_id",
          "CHANNEL_PARENT_MAX_CHANNELS",
          "Maximum number of channels in category reached (" + most + ")");
    }
  }

  private void apply(Channel channel, ObjectNode form) {
    ObjectNode json = channel.json();
    if (Json.has(form, "name")) {
      json.put("name", named(form.get("name").asText(), channel.type()));
    }
    for (String field : COPIED) {
      if (form.has(field)) {
        json.set(field, form.get(field));
      }
    }
    if (Json.has(form, "position")) {
      json.put("position", form.get("position").asInt());
    }
    if (form.has("parent_id") && channel.type() != ChannelType.CATEGORY) {
      long parent = Json.id(form, "parent_id");
      if (parent == 0) {
        json.putNull("parent_id");
      } else {
        json.put("parent_id", Long.toString(parent));
      }
    }
    if (form.path("permission_overwrites").isArray()) {
      ArrayNode overwrites = json.putArray("permission_overwrites");
      form.get("permission_overwrites").forEach(o -> overwrites.add(overwrite(o)));
    }
    if (ChannelType.isForum(channel.type())) {
      tags(form, json);
    }
  }

  private void tags(ObjectNode form, ObjectNode json) {
    if (!json.has("available_tags")) {
      json.putArray("available_tags");
      json.putNull("default_reaction_emoji").putNull("default_sort_order");
      json.put("default_forum_layout", json.path("default_forum_layout").asInt(0));
    }
    if (!form.path("available_tags").isArray()) {
      return;
    }
    ArrayNode tags = json.putArray("available_tags");
    for (JsonNode tag : form.get("available_tags")) {
      long id = Json.has(tag, "id") ? Json.id(tag, "id") : world.snowflakes().next();
      ObjectNode stored = tags.addObject().put("id", Long.toString(id));
      stored.put("name", tag.path("name").asText());
      stored.put("moderated", tag.path("moderated").asBoolean(false));
      stored.putNull("emoji_id");
      stored.set("emoji_name", tag.path("emoji_name").isTextual() ? tag.get("emoji_name") : null);
    }
  }

  private static ObjectNode overwrite(JsonNode given) {
    boolean member = given.path("type").asText().matches("1|member");
    return Json.object()
        .put("id", Long.toString(Json.id(given, "id")))
        .put("type", member ? 1 : 0)
        .put("allow", Long.toString(Permissions.bits(given, "allow")))
        .put("deny", Long.toString(Permissions.bits(given, "deny")));
  }

  /** Text channels have lower-case names without spaces. */
  private static String named(String name, int type) {
    String stripped = name.strip();
    boolean text = type == ChannelType.TEXT || type == ChannelType.ANNOUNCEMENT;
    return text ? stripped.toLowerCase(Locale.ROOT).replaceAll("\\s+", "-") : stripped;
  }

  /** Deletes a channel with its threads. The channels of a category stay, without a category. */
  public void delete(Channel channel) {
    Guild guild = world.guildOf(channel);
    for (long id : List.copyOf(guild.threads())) {
      if (world.channel(id).parent() == channel.id()) {
        remove(world.channel(id));
      }
    }
    if (channel.type() == ChannelType.CATEGORY) {
      for (long id : guild.channels()) {
        Channel child = world.channel(id);
        if (child.parent() == channel.id()) {
          child.json().putNull("parent_id");
          world.keep(child);
          world.publish("CHANNEL_UPDATE", child.json(), new Event.Readers(child));
        }
      }
    }
    remove(channel);
  }

  private void remove(Channel channel) {
    messages.forget(channel);
    world.remove(channel);
    if (channel.isThread()) {
      ObjectNode gone =
          Json.object()
              .put("id", channel.idText())
              .put("guild_id", Long.toString(channel.guild()))
              .put("parent_id", Long.toString(channel.parent()))
              .put("type", channel.type());
      world.publish("THREAD_DELETE", gone, new Event.Readers(channel));
    } else {
      world.publish("CHANNEL_DELETE", channel.json(), new Event.Readers(channel));
    }
  }

  public void putOverwrite(Channel channel, long id, ObjectNode form) {
    ObjectNode overwrite = overwrite(Json.copy(form).put("id", Long.toString(id)));
    ArrayNode list = without(channel, id);
    list.add(overwrite);
    saveOverwrites(channel, list);
  }

  public void removeOverwrite(Channel channel, long id) {
    saveOverwrites(channel, without(channel, id));
  }

  private static ArrayNode without(Channel channel, long id) {
    ArrayNode list = Json.array();
    for (JsonNode overwrite : channel.json().path("permission_overwrites")) {
      if (Json.id(overwrite, "id") != id) {
        list.add(overwrite);
      }
    }
    return list;
  }

  private void saveOverwrites(Channel channel, ArrayNode list) {
    JsonNode before = overwrites(channel);
    channel.json().set("permission_overwrites", list);
    updated(channel);
    sync(channel, before);
  }

  /** The only DM of a person and a bot, opened at first use. */
  public Channel openDm(User person, User bot) {
    return world.dm(person.id(), bot.id()).orElseGet(() -> newDm(person, bot));
  }

  private Channel newDm(User person, User bot) {
    long id = world.snowflakes().next();
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("type", ChannelType.DM)
            .put("flags", 0)
            .putNull("last_message_id");
    json.putArray("recipients").add(person.json());
    Channel channel = new Channel(id, json, bot.id());
    world.add(channel);
    world.publish("DM_OPENED", json, new Event.Onlookers());
    return channel;
  }

  /**
   * Refuses a DM that Discord would not deliver (50007): to a person with closed DMs, to a bot, or
   * without a common guild.
   */
  public void checkDm(Channel dm, boolean fromBot) {
    User person = world.user(dm.person());
    boolean closed = fromBot && !person.dmsOpen();
    if (closed || person.isBot() || !world.shareGuild(dm.person(), dm.bot())) {
      throw ApiError.cannotMessageUser();
    }
  }
}
