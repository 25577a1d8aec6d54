package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A guild with its roles, members, bans and the ids of its channels and threads. */
public final class Guild {
  private final long id;
  private final ObjectNode json;
  private final Map<Long, ObjectNode> roles = new LinkedHashMap<>();
  private final Map<Long, GuildMember> members = new LinkedHashMap<>();
  private final Map<Long, String> bans = new LinkedHashMap<>();
  private final NavigableMap<Long, ObjectNode> audit = new TreeMap<>();
  private final Set<Long> channels = new LinkedHashSet<>();
  private final Set<Long> threads = new LinkedHashSet<>();

  Guild(long id, ObjectNode json) {
    this.id = id;
    this.json = json;
  }

  public static Guild named(long id, String name, long owner) {
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("name", name)
            .putNull("icon")
            .putNull("description")
            .putNull("home_header")
            .putNull("splash")
            .putNull("discovery_splash")
            .putNull("banner")
            .put("owner_id", Long.toString(owner))
            .putNull("application_id")
            .put("region", "deprecated")
            .putNull("afk_channel_id")
            .put("afk_timeout", 300)
            .putNull("system_channel_id")
            .put("system_channel_flags", 0)
            .put("widget_enabled", false)
            .putNull("widget_channel_id")
            .put("verification_level", 0)
            .put("default_message_notifications", 0)
            .put("mfa_level", 0)
            .put("explicit_content_filter", 0)
            .putNull("max_presences")
            .put("max_members", 500_000)
            .put("max_stage_video_channel_users", 50)
            .put("max_video_channel_users", 25)
            .putNull("vanity_url_code")
            .put("premium_tier", 0)
            .put("premium_subscription_count", 0)
            .put("preferred_locale", "en-US")
            .putNull("rules_channel_id")
            .putNull("safety_alerts_channel_id")
            .putNull("public_updates_channel_id")
            .put("premium_progress_bar_enabled", false)
            .put("nsfw", false)
            .put("nsfw_level", 0)
            .putNull("incidents_data");
    json.putArray("features");
    json.putArray("emojis");
    json.putArray("stickers");
    return new Guild(id, json);
  }

  public long id() {
    return id;
  }

  public String idText() {
    return Long.toString(id);
  }

  /** The stored form: without roles, members and channels. */
  public ObjectNode json() {
    return json;
  }

  /** Discord's form: with roles. */
  public ObjectNode shown() {
    ObjectNode shown = Json.copy(json);
    ArrayNode list = shown.putArray("roles");
    roles.values().forEach(list::add);
    return shown;
  }

  public String name() {
    return json.path("name").asText();
  }

  public long owner() {
    return Json.id(json, "owner_id");
  }

  public int premiumTier() {
    return json.path("premium_tier").asInt();
  }

  public Map<Long, ObjectNode> roles() {
    return roles;
  }

  public Map<Long, GuildMember> members() {
    return members;
  }

  public Optional<GuildMember> member(long user) {
    return Optional.ofNullable(members.get(user));
  }

  public boolean has(long user) {
    return members.containsKey(user);
  }

  /** Banned users with the reason; empty if none was given. */
  public Map<Long, String> bans() {
    return bans;
  }

  /** The entries of the audit log, the oldest first. */
  public NavigableMap<Long, ObjectNode> audit() {
    return audit;
  }

  public Set<Long> channels() {
    return channels;
  }

  public Set<Long> threads() {
    return threads;
  }
}
