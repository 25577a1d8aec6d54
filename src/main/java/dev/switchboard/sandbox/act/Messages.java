package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Nonces;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/** Posts, edits, deletes and shows messages. The caller checks permissions. */
public final class Messages {
  private static final int EPHEMERAL = 1 << 6;
  private static final int LOADING = 1 << 7;
  private static final int PINNED = 6;
  private static final int SUPPRESS_EMBEDS = 1 << 2;

  private final World world;
  private final Attachments attachments;
  private final Nonces nonces;
  private final MessageView view;

  public Messages(World world, StoredFiles files, Nonces nonces) {
    this.world = world;
    this.attachments = new Attachments(world, files);
    this.nonces = nonces;
    this.view = new MessageView(world, files);
  }

  public MessageView view() {
    return view;
  }

  public Nonces nonces() {
    return nonces;
  }

  /** Posts a message. With {@code enforce_nonce} and a known nonce, gives the earlier message. */
  public ObjectNode post(MessageDraft draft) {
    ObjectNode form = draft.form();
    MessageForm.check(form, draft.files());
    attachments.checkSize(draft.channel(), draft.files());
    String nonce = form.path("nonce").isNull() ? "" : form.path("nonce").asText("");
    if (!nonce.isEmpty() && form.path("enforce_nonce").asBoolean()) {
      Optional<Message> before = nonces.find(draft.channel().id(), draft.author().id(), nonce);
      if (before.isPresent()) {
        return withNonce(shown(draft, before.get()), form);
      }
    }
    Message message = new Message(composed(draft), draft.viewer());
    if (!nonce.isEmpty()) {
      message.nonce(nonce);
      nonces.used(message);
    }
    add(draft.channel(), message);
    ObjectNode shown = withNonce(shown(draft, message), form);
    announce("MESSAGE_CREATE", draft.channel(), message, shown);
    return shown;
  }

  private ObjectNode shown(MessageDraft draft, Message message) {
    return view.show(draft.channel(), message, draft.author().id());
  }

  private static ObjectNode withNonce(ObjectNode shown, ObjectNode form) {
    if (Json.has(form, "nonce")) {
      shown.set("nonce", form.get("nonce"));
    }
    return shown;
  }

  private void add(Channel channel, Message message) {
    world.register(channel, message);
    if (!message.isEphemeral()) {
      channel.json().put("last_message_id", message.idText());
      if (channel.isThread()) {
        ObjectNode json = channel.json();
        json.put("message_count", json.path("message_count").asInt() + 1);
        json.put("total_message_sent", json.path("total_message_sent").asInt() + 1);
      }
    }
    world.keep(message);
  }

  private ObjectNode composed(MessageDraft draft) {
    ObjectNode form = draft.form();
    Channel channel = draft.channel();
    String content = form.path("content").isNull() ? "" : form.path("content").asText("").strip();
    JsonNode allowed = form.path("allowed_mentions");
    Mentions mentions = Mentions.in(world, channel, draft.author().id(), content, allowed);
    ObjectNode json = Json.object().put("type", 0).put("content", content);
    ArrayNode files = attachments.store(channel, form, draft.files(), Json.array());
    long id = world.snowflakes().next();
    json.set("attachments", files);
    json.set("embeds", Embeds.stored(form.path("embeds"), files));
    json.put("timestamp", world.now()).putNull("edited_timestamp");
    json.put("flags", flags(draft));
    json.set("components", Embeds.resolved(ComponentForm.stored(form.path("components")), files));
    json.put("id", Long.toString(id)).put("channel_id", channel.idText());
    json.set("author", draft.author().json());
    json.put("pinned", false).put("tts", form.path("tts").asBoolean(false));
    new MessageReferences(world).apply(draft, json, mentions);
    mentions.writeTo(json);
    stickers(form, json);
    if (Json.has(form, "poll")) {
      json.set("poll", Polls.stored(form.get("poll"), world.clock().now()));
    }
    if (draft.kind() instanceof MessageDraft.OfInteraction answer) {
      answer.interaction().describe(json);
    }
    refuseEmpty(json, draft);
    if (draft.kind() instanceof MessageDraft.WithExtra(ObjectNode extra)) {
      json.setAll(extra);
    }
    return json;
  }

  private static int flags(MessageDraft draft) {
    int settable = SUPPRESS_EMBEDS | 1 << 12 | 1 << 13 | MessageForm.COMPONENTS_V2;
    int flags = draft.form().path("flags").asInt() & settable;
    int loading = draft.isLoading() ? LOADING : 0;
    return flags | loading | (draft.viewer() == 0 ? 0 : EPHEMERAL);
  }

  private void stickers(ObjectNode form, ObjectNode json) {
    if (form.path("sticker_ids").isEmpty()) {
      return;
    }
    ArrayNode items = json.putArray("sticker_items");
    for (JsonNode id : form.get("sticker_ids")) {
      items.add(
          Stickers.item(world, Json.id(id))
              .orElseThrow(() -> ApiError.of(400, 50081, "Invalid sticker sent")));
    }
  }

  private static void refuseEmpty(ObjectNode json, MessageDraft draft) {
    boolean empty =
        json.path("content").asText().isEmpty()
            && json.path("embeds").isEmpty()
            && json.path("attachments").isEmpty()
            && json.path("components").isEmpty()
            && !json.has("sticker_items")
            && !json.has("poll")
            && !json.has("message_snapshots");
    boolean allowed =
        draft.kind() instanceof MessageDraft.WithExtra(ObjectNode extra) && !extra.isEmpty();
    if (empty && !allowed && !draft.isLoading()) {
      throw ApiError.of(400, 50006, "Cannot send an empty message");
    }
  }

  /** Posts a message of Discord itself, such as "pinned a message" or the start of a thread. */
  public void system(Channel channel, User author, int type, ObjectNode extra) {
    ObjectNode form = Json.object();
    ObjectNode with = Json.copy(extra).put("type", type);
    post(new MessageDraft(author, channel, form, List.of(), new MessageDraft.WithExtra(with)));
  }

  /** Pins a message, with Discord's notice in the channel, or unpins it. */
  public void pin(Channel channel, Message message, User by, boolean pinned) {
    if (message.json().path("pinned").asBoolean() == pinned) {
      return;
    }
    message.json().put("pinned", pinned);
    updated(channel, message);
    ObjectNode payload = Json.object().put("channel_id", channel.idText());
    payload.put("last_pin_timestamp", world.now());
    if (!channel.isDm()) {
      payload.put("guild_id", Long.toString(channel.guild()));
    }
    world.publish("CHANNEL_PINS_UPDATE", payload, new Event.Readers(channel));
    if (pinned) {
      ObjectNode extra = Json.object();
      ObjectNode reference = extra.putObject("message_reference").put("type", 0);
      reference.put("message_id", message.idText()).put("channel_id", channel.idText());
      system(channel, by, PINNED, extra);
    }
  }

  /** Changes the fields that an edit contains, and keeps the others. */
  public ObjectNode edit(Channel channel, Message message, ObjectNode form, List<Upload> files) {
    ObjectNode checked = Json.copy(form);
    if ((message.flags() & MessageForm.COMPONENTS_V2) != 0) {
      checked.put("flags", form.path("flags").asInt() | MessageForm.COMPONENTS_V2);
    }
    MessageForm.check(checked, files);
    attachments.checkSize(channel, files);
    ObjectNode json = message.json();
    if (form.has("content")) {
      String content = form.get("content").isNull() ? "" : form.get("content").asText().strip();
      json.put("content", content);
      Mentions.in(world, channel, message.author(), content, form.path("allowed_mentions"))
          .writeTo(json);
    }
    if (form.has("attachments") || !files.isEmpty()) {
      ArrayNode kept = Attachments.kept(form, json.path("attachments"));
      json.set("attachments", attachments.store(channel, form, files, kept));
    }
    if (form.has("embeds")) {
      json.set("embeds", Embeds.stored(form.get("embeds"), json.path("attachments")));
    }
    if (form.has("components")) {
      json.set(
          "components",
          Embeds.resolved(ComponentForm.stored(form.get("components")), json.path("attachments")));
    }
    if (Json.has(form, "flags")) {
      int settable = SUPPRESS_EMBEDS | MessageForm.COMPONENTS_V2;
      json.put(
          "flags", (message.flags() & ~SUPPRESS_EMBEDS) | (form.get("flags").asInt() & settable));
    }
    json.put("edited_timestamp", world.now());
    return updated(channel, message);
  }

  /**
   * Stores a changed message and announces it. Without a new {@code edited_timestamp} this is no
   * edit by its author.
   */
  public ObjectNode updated(Channel channel, Message message) {
    world.keep(message);
    ObjectNode shown = view.show(channel, message, message.author());
    announce("MESSAGE_UPDATE", channel, message, shown);
    return shown;
  }

  private void announce(String type, Channel channel, Message message, ObjectNode shown) {
    if (message.isEphemeral()) {
      ObjectNode payload = Json.copy(shown).put("viewer_id", Long.toString(message.viewer()));
      world.publish("EPHEMERAL_" + type, payload, new Event.Onlookers());
      return;
    }
    ObjectNode payload = Json.copy(shown).put("channel_type", channel.type());
    Guild guild = world.guilds().get(channel.guild());
    if (guild != null) {
      payload.put("guild_id", guild.idText());
      guild.member(message.author()).ifPresent(m -> payload.set("member", m.partial()));
    }
    world.publish(type, payload, new Event.Readers(channel));
  }

  public void delete(Channel channel, Message message) {
    (message.isEphemeral() ? channel.ephemeral() : channel.messages()).remove(message.id());
    attachments.forget(message.json().path("attachments"));
    world.journal().remove("message", message.key());
    ObjectNode payload =
        Json.object().put("id", message.idText()).put("channel_id", channel.idText());
    if (message.isEphemeral()) {
      world.publish("EPHEMERAL_MESSAGE_DELETE", payload, new Event.Onlookers());
      return;
    }
    if (!channel.isDm()) {
      payload.put("guild_id", Long.toString(channel.guild()));
    }
    world.publish("MESSAGE_DELETE", payload, new Event.Readers(channel));
  }

  public void deleteAll(Channel channel, List<Message> messages) {
    ArrayNode ids = Json.array();
    for (Message message : messages) {
      channel.messages().remove(message.id());
      attachments.forget(message.json().path("attachments"));
      world.journal().remove("message", message.key());
      ids.add(message.idText());
    }
    ObjectNode payload = Json.object();
    payload.set("ids", ids);
    payload.put("channel_id", channel.idText()).put("guild_id", Long.toString(channel.guild()));
    world.publish("MESSAGE_DELETE_BULK", payload, new Event.Readers(channel));
  }

  /** Forgets the messages of a deleted channel without announcing each. */
  void forget(Channel channel) {
    for (Message message : channel.messages().values()) {
      attachments.forget(message.json().path("attachments"));
      world.journal().remove("message", message.key());
    }
    channel.ephemeral().values().forEach(m -> world.journal().remove("message", m.key()));
  }

  /** A page of the history, newest first, for {@code before}, {@code after} or {@code around}. */
  public static List<Message> page(Channel channel, Page page) {
    NavigableMap<Long, Message> all = channel.messages();
    List<Message> found = new ArrayList<>();
    switch (page) {
      case Page.Newest(int limit) -> take(all.descendingMap(), limit, found);
      case Page.Before(long id, int limit) ->
          take(all.headMap(id, false).descendingMap(), limit, found);
      case Page.After(long id, int limit) -> {
        take(all.tailMap(id, false), limit, found);
        return found.reversed();
      }
      case Page.Around(long id, int limit) -> {
        List<Message> newer = new ArrayList<>();
        take(all.tailMap(id, true), limit / 2 + 1, newer);
        found.addAll(newer.reversed());
        take(all.headMap(id, false).descendingMap(), limit, found);
      }
    }
    return found;
  }

  private static void take(NavigableMap<Long, Message> from, int limit, List<Message> into) {
    for (Message message : from.values()) {
      if (into.size() >= limit) {
        return;
      }
      into.add(message);
    }
  }

  /** The part of a history. */
  public sealed interface Page {
    /** The newest messages. */
    record Newest(int limit) implements Page {}

    /** The messages before an id. */
    record Before(long id, int limit) implements Page {}

    /** The messages after an id. */
    record After(long id, int limit) implements Page {}

    /** The messages on both sides of an id. */
    record Around(long id, int limit) implements Page {}
  }
}
