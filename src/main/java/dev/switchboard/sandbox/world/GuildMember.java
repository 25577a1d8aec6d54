package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** A user's membership of one guild. */
public final class GuildMember {
  private final User user;
  private final ObjectNode json;

  GuildMember(User user, ObjectNode json) {
    this.user = user;
    this.json = json;
  }

  public static GuildMember joining(User user, String joinedAt) {
    ObjectNode json =
        Json.object()
            .putNull("avatar")
            .putNull("banner")
            .putNull("communication_disabled_until")
            .put("flags", 0)
            .put("joined_at", joinedAt)
            .putNull("nick")
            .put("pending", false)
            .putNull("premium_since")
            .put("mute", false)
            .put("deaf", false);
    json.putArray("roles");
    return new GuildMember(user, json);
  }

  public User user() {
    return user;
  }

  /** The form without the user, as in messages. */
  public ObjectNode partial() {
    return json;
  }

  /** Discord's full form, with the user. */
  public ObjectNode full() {
    ObjectNode full = Json.copy(json);
    full.set("user", user.json());
    return full;
  }

  public List<Long> roles() {
    List<Long> roles = new ArrayList<>();
    for (JsonNode role : json.path("roles")) {
      roles.add(Json.id(role));
    }
    return roles;
  }

  public void roles(Iterable<Long> roles) {
    ArrayNode list = Json.array();
    roles.forEach(role -> list.add(Long.toString(role)));
    json.set("roles", list);
  }

  public boolean hasRole(long role) {
    return roles().contains(role);
  }

  public String displayName() {
    if (Json.has(json, "nick")) {
      return json.path("nick").asText();
    }
    return Json.has(user.json(), "global_name")
        ? user.json().path("global_name").asText()
        : user.username();
  }
}
