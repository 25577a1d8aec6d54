package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;

/** Starts, changes and lists threads and their members. */
public final class Threads {
  private final World world;

  public Threads(World world) {
    this.world = world;
  }

  /**
   * Starts a thread.
   *
   * @param id its id: that of the message it belongs to, or a new one
   */
  public Channel start(Channel parent, long id, User owner, ObjectNode form, int type) {
    String name = form.path("name").asText("");
    if (name.isBlank() || MessageForm.length(name) > 100) {
      throw ApiError.field("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
    }
    int archiveAfter = form.path("auto_archive_duration").asInt(4320);
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("type", type)
            .putNull("last_message_id")
            .put("flags", 0)
            .put("guild_id", Long.toString(parent.guild()))
            .put("name", name.strip())
            .put("parent_id", parent.idText())
            .put("rate_limit_per_user", form.path("rate_limit_per_user").asInt(0))
            .put("owner_id", Long.toString(owner.id()));
    ObjectNode metadata =
        json.putObject("thread_metadata")
            .put("archived", false)
            .put("archive_timestamp", world.now())
            .put("auto_archive_duration", archiveAfter)
            .put("locked", false)
            .put("create_timestamp", world.now());
    if (type == ChannelType.PRIVATE_THREAD) {
      metadata.put("invitable", form.path("invitable").asBoolean(true));
    }
    json.put("message_count", 0).put("member_count", 1).put("total_message_sent", 0);
    if (form.path("applied_tags").isArray()) {
      json.set("applied_tags", form.get("applied_tags"));
    }
    Channel thread = new Channel(id, json, 0);
    thread.threadMembers().put(owner.id(), world.now());
    world.add(thread);
    ObjectNode created = Json.copy(json).put("newly_created", true);
    world.publish("THREAD_CREATE", created, new Event.Readers(thread));
    return thread;
  }

  public void modify(Channel thread, ObjectNode form) {
    ObjectNode json = thread.json();
    ObjectNode metadata = (ObjectNode) json.get("thread_metadata");
    if (Json.has(form, "name")) {
      json.set("name", form.get("name"));
    }
    if (form.has("rate_limit_per_user")) {
      json.set("rate_limit_per_user", form.get("rate_limit_per_user"));
    }
    if (form.has("applied_tags")) {
      json.set("applied_tags", form.get("applied_tags"));
    }
    for (String field : new String[] {"locked", "auto_archive_duration", "invitable"}) {
      if (Json.has(form, field)) {
        metadata.set(field, form.get(field));
      }
    }
    if (Json.has(form, "archived")) {
      metadata.set("archived", form.get("archived"));
      metadata.put("archive_timestamp", world.now());
    }
    changed(thread);
  }

  public void unarchive(Channel thread) {
    ((ObjectNode) thread.json().get("thread_metadata"))
        .put("archived", false)
        .put("archive_timestamp", world.now());
    changed(thread);
  }

  private void changed(Channel thread) {
    world.keep(thread);
    world.publish("THREAD_UPDATE", thread.json(), new Event.Readers(thread));
  }

  public void join(Channel thread, User user) {
    if (thread.threadMembers().putIfAbsent(user.id(), world.now()) != null) {
      return;
    }
    ObjectNode payload = membersChanged(thread);
    payload.putArray("added_members").add(member(thread, user.id()));
    world.publish("THREAD_MEMBERS_UPDATE", payload, new Event.Readers(thread));
  }

  public void leave(Channel thread, long user) {
    if (thread.threadMembers().remove(user) == null) {
      return;
    }
    ObjectNode payload = membersChanged(thread);
    payload.putArray("removed_member_ids").add(Long.toString(user));
    world.publish("THREAD_MEMBERS_UPDATE", payload, new Event.Readers(thread));
  }

  private ObjectNode membersChanged(Channel thread) {
    int count = thread.threadMembers().size();
    thread.json().put("member_count", count);
    world.keep(thread);
    return Json.object()
        .put("id", thread.idText())
        .put("guild_id", Long.toString(thread.guild()))
        .put("member_count", count);
  }

  public ObjectNode member(Channel thread, long user) {
    String joined = thread.threadMembers().get(user);
    if (joined == null) {
      throw ApiError.unknownMember();
    }
    return Json.object()
        .put("id", thread.idText())
        .put("user_id", Long.toString(user))
        .put("join_timestamp", joined)
        .put("flags", 0);
  }

  /** A list as Discord answers it, with the viewer's own memberships. */
  public ObjectNode list(Iterable<Channel> threads, long viewer) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("threads");
    ArrayNode members = answer.putArray("members");
    for (Channel thread : threads) {
      list.add(thread.json());
      if (thread.threadMembers().containsKey(viewer)) {
        members.add(member(thread, viewer));
      }
    }
    return answer.put("has_more", false);
  }
}
