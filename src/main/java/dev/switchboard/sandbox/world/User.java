package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An account of a person or a bot, in the form in which Discord shows it. */
public final class User {
  private final long id;
  private final ObjectNode json;
  private boolean dmsOpen = true;

  User(long id, ObjectNode json) {
    this.id = id;
    this.json = json;
  }

  public static User named(long id, String username, String displayName, boolean bot) {
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("username", username)
            .put("avatar", "a" + Long.toHexString(id))
            .put("discriminator", bot ? "0001" : "0")
            .put("public_flags", 0)
            .put("flags", 0)
            .put("global_name", displayName)
            .putNull("primary_guild");
    if (bot) {
      json.put("bot", true).putNull("global_name");
    }
    return new User(id, json);
  }

  public long id() {
    return id;
  }

  public ObjectNode json() {
    return json;
  }

  public boolean isBot() {
    return json.path("bot").asBoolean();
  }

  public String username() {
    return json.path("username").asText();
  }

  public boolean dmsOpen() {
    return dmsOpen;
  }

  public void dmsOpen(boolean value) {
    dmsOpen = value;
  }

  /** The stored form. */
  ObjectNode kept() {
    ObjectNode kept = Json.object().put("dms_open", dmsOpen);
    kept.set("json", json);
    return kept;
  }

  static User read(ObjectNode kept) {
    ObjectNode json = (ObjectNode) kept.get("json");
    User user = new User(Json.id(json, "id"), json);
    user.dmsOpen = kept.path("dms_open").asBoolean(true);
    return user;
  }
}
