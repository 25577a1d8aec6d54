package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A stored message. Parts that depend on the time or the viewer (signed links, own reactions, the
 * message replied to) are added when it is shown.
 */
public final class Message {
  private final long id;
  private final long channel;
  private final long author;
  private final long viewer;
  private final ObjectNode json;
  private final Map<String, Set<Long>> reactions = new LinkedHashMap<>();
  private final Map<Integer, Set<Long>> votes = new LinkedHashMap<>();
  private String nonce = "";

  /**
   * A message around its JSON.
   *
   * @param viewer the only person who sees an ephemeral message; 0 for everybody
   */
  public Message(ObjectNode json, long viewer) {
    this.id = Json.id(json, "id");
    this.channel = Json.id(json, "channel_id");
    this.author = Json.id(json.path("author"), "id");
    this.viewer = viewer;
    this.json = json;
  }

  public long id() {
    return id;
  }

  public String idText() {
    return json.path("id").asText();
  }

  long channel() {
    return channel;
  }

  public long author() {
    return author;
  }

  public long viewer() {
    return viewer;
  }

  public boolean isEphemeral() {
    return viewer != 0;
  }

  public ObjectNode json() {
    return json;
  }

  public int flags() {
    return json.path("flags").asInt();
  }

  /**
   * Users by emoji, in the order of the first reaction with each. The key is the emoji in the form
   * of routes.
   */
  public Map<String, Set<Long>> reactions() {
    return reactions;
  }

  /** Users by answer of the poll. */
  public Map<Integer, Set<Long>> votes() {
    return votes;
  }

  public String nonce() {
    return nonce;
  }

  public void nonce(String value) {
    nonce = value;
  }

  public String key() {
    return channel + ":" + id;
  }

  ObjectNode kept() {
    ObjectNode kept = Json.object().put("viewer", Long.toString(viewer));
    kept.set("json", json);
    if (!nonce.isEmpty()) {
      kept.put("nonce", nonce);
    }
    if (!reactions.isEmpty()) {
      ObjectNode list = kept.putObject("reactions");
      reactions.forEach((emoji, users) -> ids(list.putArray(emoji), users));
    }
    if (!votes.isEmpty()) {
      ObjectNode list = kept.putObject("votes");
      votes.forEach((answer, users) -> ids(list.putArray(answer.toString()), users));
    }
    return kept;
  }

  static Message read(ObjectNode kept) {
    Message message = new Message((ObjectNode) kept.get("json"), Json.id(kept, "viewer"));
    message.nonce = kept.path("nonce").asText("");
    kept.path("reactions")
        .properties()
        .forEach(e -> message.reactions.put(e.getKey(), ids(e.getValue())));
    kept.path("votes")
        .properties()
        .forEach(e -> message.votes.put(Integer.valueOf(e.getKey()), ids(e.getValue())));
    return message;
  }

  private static void ids(ArrayNode into, Set<Long> users) {
    users.forEach(user -> into.add(Long.toString(user)));
  }

  private static Set<Long> ids(JsonNode list) {
    Set<Long> users = new LinkedHashSet<>();
    list.forEach(user -> users.add(Json.id(user)));
    return users;
  }
}
