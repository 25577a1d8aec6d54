package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.gateway.VisibleChannels;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names, owners, roles and channels of the community guild and the staff guild. Filled at the
 * start over REST ({@link StartupChecks}) and updated by gateway frames. Makes no requests itself.
 *
 * <p>Thread-safe; answers may be slightly out of date.
 */
public final class GuildDirectory implements FrameListener {
  /** Discord's type of a text channel. */
  public static final int TEXT = 0;

  /** Discord's flag of a channel whose details it hides, since the bot cannot see it. */
  private static final int OBFUSCATED = 1 << 17;

  /** Discord's type of a category. */
  public static final int CATEGORY = 4;

  /**
   * A role.
   *
   * @param color as 0xRRGGBB; 0 for none
   * @param position higher numbers rank higher
   * @param permissions Discord's bit set
   * @param ofBot whether it is the managed role of one bot, which no other member can have
   */
  public record Role(
      long id, String name, int color, int position, long permissions, boolean ofBot) {}

  /** The bot's presence in a guild. */
  public enum Presence {
    /** No event of this session has described the guild yet. */
    UNKNOWN,
    PRESENT,
    /** Discord has an outage of the guild, which ends without action. */
    OUTAGE,
    /** The bot was removed and has to be invited again. */
    REMOVED
  }

  /**
   * The permissions that a channel allows or denies to a role or user.
   *
   * @param id the id of the role or user
   * @param ofRole true for a role, false for a user
   */
  public record Overwrite(long id, boolean ofRole, long allow, long deny) {}

  /**
   * A channel or category.
   *
   * @param type Discord's channel type
   * @param parent the category's id; 0 for none
   * @param topic the topic; empty for none
   */
  public record Channel(
      long id,
      long guild,
      String name,
      int type,
      long parent,
      String topic,
      Set<Overwrite> overwrites) {
    public Channel {
      overwrites = Set.copyOf(overwrites);
    }

    private Channel with(Set<Overwrite> others) {
      return new Channel(id, guild, name, type, parent, topic, others);
    }
  }

  private static final class Guild {
    String name = "";
    long owner;
    Presence presence = Presence.UNKNOWN;
    boolean listed;
    final Map<Long, Role> roles = new HashMap<>();
    Set<Long> ofBot = Set.of();

    /** Whether an event of this session has told the bot's roles. */
    boolean ofBotTold;

    final Map<Long, Channel> channels = new HashMap<>();
    final Map<Long, Integer> children = new HashMap<>();
  }

  /**
   * The facts that decide the bot's permissions in a channel.
   *
   * @param ofBot the ids of the bot's roles, as far as known
   * @param overwrites the overwrites of the channel
   */
  public record ChannelRights(Set<Role> roles, Set<Long> ofBot, Set<Overwrite> overwrites) {
    public ChannelRights {
      roles = Set.copyOf(roles);
      ofBot = Set.copyOf(ofBot);
      overwrites = Set.copyOf(overwrites);
    }
  }

  private volatile long bot;
  private final DiscordSettings.Community community;
  private final Map<Long, Guild> guilds = new HashMap<>();
  private final Map<Long, Long> guildOfChannel = new HashMap<>();

  /** Threads with their channels. */
  private final Map<Long, Long> threads = new HashMap<>();

  /** Creates a directory of the two guilds; frames of other guilds are ignored. */
  public GuildDirectory(DiscordSettings.Community community) {
    this.community = community;
    guilds.put(community.communityGuild(), new Guild());
    guilds.put(community.staffGuild(), new Guild());
  }

  /** The guild's name; empty if it is not known yet. */
  public synchronized String guildName(long guild) {
    var known = guilds.get(guild);
    return known == null ? "" : known.name;
  }

  /** The user id of the guild's owner, who has all permissions. */
  public synchronized OptionalLong owner(long guild) {
    var known = guilds.get(guild);
    return known == null || known.owner == 0 ? OptionalLong.empty() : OptionalLong.of(known.owner);
  }

  /** A role of the guild. */
  public synchronized Optional<Role> role(long guild, long role) {
    var known = guilds.get(guild);
    return known == null ? Optional.empty() : Optional.ofNullable(known.roles.get(role));
  }

  /** The guild's roles among these ids, the highest first, in Discord's order. */
  public synchronized List<Role> roles(long guild, Collection<Long> ids) {
    return ids.stream()
        .flatMap(id -> role(guild, id).stream())
        .sorted(Comparator.comparingInt(Role::position).reversed().thenComparingLong(Role::id))
        .toList();
  }

  /** A channel or category of one of the guilds. */
  public synchronized Optional<Channel> channel(long channel) {
    var guild = guildOfChannel.get(channel);
    var known = guild == null ? null : guilds.get(guild);
    return known == null ? Optional.empty() : Optional.ofNullable(known.channels.get(channel));
  }

  /** The channel with this id, or the channel of the thread with this id. */
  public synchronized Optional<Channel> channelOrParent(long id) {
    return channel(threads.getOrDefault(id, id));
  }

  /** The bot's presence in the guild. */
  public synchronized Presence presence(long guild) {
    var known = guilds.get(guild);
    return known == null ? Presence.UNKNOWN : known.presence;
  }

  /** The number of the guilds that the bot is in: 0 to 2. */
  public synchronized int present() {
    return (int)
        guilds.values().stream().filter(known -> known.presence == Presence.PRESENT).count();
  }

  /** Whether the guild's channels have been listed; before that none is known. */
  public synchronized boolean isListed(long guild) {
    var known = guilds.get(guild);
    return known != null && known.listed;
  }

  /** All roles of the guild, unordered. The role {@code @everyone} has the guild's id. */
  public synchronized List<Role> roles(long guild) {
    var known = guilds.get(guild);
    return known == null ? List.of() : List.copyOf(known.roles.values());
  }

  /** All channels and categories of the guild, unordered. */
  public synchronized List<Channel> channels(long guild) {
    var known = guilds.get(guild);
    return known == null ? List.of() : List.copyOf(known.channels.values());
  }

  /** The number of channels in the category. */
  public synchronized int children(long category) {
    var guild = guildOfChannel.get(category);
    var known = guild == null ? null : guilds.get(guild);
    return known == null ? 0 : known.children.getOrDefault(category, 0);
  }

  /**
   * The permissions of a member with these roles in the guild, without any channel's overwrites.
   *
   * @return Discord's bit set; {@link Permission#ALL} for administrators and the owner
   */
  public synchronized long permissions(long guild, long user, Collection<Long> roles) {
    var known = guilds.get(guild);
    if (known == null) {
      return 0;
    }
    if (user != 0 && user == known.owner) {
      return Permission.ALL;
    }
    // The role @everyone has the guild's id.
    long granted = permissionsOf(known, guild);
    for (long role : roles) {
      granted |= permissionsOf(known, role);
    }
    return Permission.ADMINISTRATOR.in(granted) ? Permission.ALL : granted;
  }

  /** A member's permissions in the channel ("Permission Overwrites", Discord). */
  public synchronized long permissions(Channel channel, long user, Collection<Long> roles) {
    long granted = permissions(channel.guild(), user, roles);
    if (granted == Permission.ALL) {
      return granted;
    }
    long allowedByRoles = 0;
    long deniedByRoles = 0;
    for (var overwrite : channel.overwrites()) {
      if (!overwrite.ofRole()) {
        continue;
      }
      if (overwrite.id() == channel.guild()) {
        granted = (granted & ~overwrite.deny()) | overwrite.allow();
      } else if (roles.contains(overwrite.id())) {
        allowedByRoles |= overwrite.allow();
        deniedByRoles |= overwrite.deny();
      }
    }
    granted = (granted & ~deniedByRoles) | allowedByRoles;
    for (var overwrite : channel.overwrites()) {
      if (!overwrite.ofRole() && overwrite.id() == user) {
        granted = (granted & ~overwrite.deny()) | overwrite.allow();
      }
    }
    return granted;
  }

  /**
   * The permissions that the bot lacks in the channel; empty until its roles are known.
   *
   * @param needed the permissions to check
   */
  public synchronized Set<Permission> lacking(Channel channel, Set<Permission> needed) {
    var known = guilds.get(channel.guild());
    if (known == null || !known.ofBotTold) {
      return Set.of();
    }
    long granted = permissions(channel, bot, known.ofBot);
    return needed.stream()
        .filter(permission -> !permission.in(granted))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The staff guild's channels that the bot can see and read back, after an event that the
   * directory has learnt.
   *
   * @return empty if the event does not change them, or the bot's roles are not known
   */
  public synchronized Optional<VisibleChannels> visible(String type, JsonNode data) {
    long guild =
        type.startsWith("GUILD_") && data.hasNonNull("id") ? id(data, "id") : id(data, "guild_id");
    Guild known = guilds.get(guild);
    boolean tells = tellsWhoMay(type, data) || type.equals("CHANNEL_CREATE");
    if (known == null || guild != community.staffGuild() || !tells) {
      return Optional.empty();
    }
    return switch (known.presence) {
      case UNKNOWN -> Optional.empty();
      case OUTAGE, REMOVED -> Optional.of(VisibleChannels.NONE);
      case PRESENT ->
          known.ofBotTold
              ? Optional.of(
                  visibleOf(
                      known,
                      type.startsWith("CHANNEL_") ? id(data, "id") : 0,
                      type.equals("CHANNEL_CREATE")))
              : Optional.empty();
    };
  }

  private VisibleChannels visibleOf(Guild guild, long about, boolean added) {
    return new VisibleChannels(
        guild.channels.values().stream()
            .filter(channel -> {
              long granted = permissions(channel, bot, guild.ofBot);
              return Permission.VIEW_CHANNEL.in(granted)
                  && Permission.READ_MESSAGE_HISTORY.in(granted);
            })
            .map(Channel::id)
            .collect(Collectors.toUnmodifiableSet()),
        about,
        added,
        false);
  }

  private static long permissionsOf(Guild guild, long role) {
    var known = guild.roles.get(role);
    return known == null ? 0 : known.permissions();
  }

  /** Sets the bot's own user id. */
  public void bot(long user) {
    bot = user;
  }

  /** The facts that decide the bot's permissions in a channel of a guild. */
  public synchronized ChannelRights standing(long guild, long channel) {
    Guild known = guilds.getOrDefault(guild, new Guild());
    return new ChannelRights(
        Set.copyOf(known.roles.values()),
        known.ofBot,
        channel(channel).map(Channel::overwrites).orElse(Set.of()));
  }

  /**
   * Whether an event may change the readers of a channel, the bot's permissions, or the existence
   * of a channel in the settings.
   */
  public boolean tellsWhoMay(String type, JsonNode data) {
    return tellsWhoReads(type)
        || (type.equals("GUILD_MEMBER_UPDATE") && isBot(data))
        || (type.equals("CHANNEL_CREATE") && isOfPlace(id(data, "id")));
  }

  private boolean isOfPlace(long channel) {
    return channel == community.inboxCategory()
        || (community.logChannel().isPresent() && channel == community.logChannel().getAsLong());
  }

  private boolean isBot(JsonNode member) {
    long user = id(member.path("user"), "id");
    return user != 0 && user == bot;
  }

  /** Learns the bot's roles; other members are ignored. */
  public synchronized void learnMember(long guild, JsonNode member) {
    Guild known = guilds.get(guild);
    if (known != null && isBot(member) && member.path("roles").isArray()) {
      known.ofBot =
          member.path("roles").valueStream().map(JsonNode::asLong).collect(Collectors.toSet());
      known.ofBotTold = true;
    }
  }

  /** Whether events of this type may change the readers of a channel, or the bot's presence. */
  static boolean tellsWhoReads(String type) {
    return switch (type) {
      case "GUILD_CREATE",
          "GUILD_UPDATE",
          "GUILD_DELETE",
          "GUILD_ROLE_CREATE",
          "GUILD_ROLE_UPDATE",
          "GUILD_ROLE_DELETE",
          "CHANNEL_UPDATE",
          "CHANNEL_DELETE",
          "THREAD_CREATE",
          "THREAD_UPDATE" ->
          true;
      default -> false;
    };
  }

  @Override
  public void seen(String type, JsonNode data) {
    switch (type) {
      case "GUILD_CREATE" -> learnWholeGuild(data);
      case "GUILD_UPDATE" -> learnGuild(data);
      case "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE" ->
          learnRole(id(data, "guild_id"), data.path("role"));
      case "GUILD_ROLE_DELETE" -> forgetRole(id(data, "guild_id"), id(data, "role_id"));
      case "CHANNEL_CREATE" -> learnChannel(id(data, "guild_id"), data);
      case "CHANNEL_UPDATE" -> learnChange(id(data, "guild_id"), data);
      case "CHANNEL_DELETE" -> forgetChannel(id(data, "id"));
      case "THREAD_CREATE", "THREAD_UPDATE" -> learnThread(id(data, "guild_id"), data);
      case "THREAD_LIST_SYNC" -> learnThreads(id(data, "guild_id"), data.path("threads"));
      case "THREAD_DELETE" -> forgetThread(id(data, "id"));
      case "GUILD_DELETE" -> lose(data);
      case "GUILD_MEMBER_UPDATE" -> learnMember(id(data, "guild_id"), data);
      case "READY" -> begin();
      default -> {
        // Other frames contain nothing that is kept here.
      }
    }
  }

  /** Learns a guild's name, owner and, if listed, its roles. */
  public synchronized void learnGuild(JsonNode guild) {
    var known = guilds.get(id(guild, "id"));
    if (known == null) {
      return;
    }
    known.name = guild.path("name").asText(known.name);
    known.owner = guild.hasNonNull("owner_id") ? id(guild, "owner_id") : known.owner;
    if (guild.path("roles").isArray()) {
      known.roles.clear();
      guild.path("roles").forEach(role -> learnRole(id(guild, "id"), role));
    }
  }

  /** Learns the listed channels; channels that are not listed stay. */
  public synchronized void learnChannels(long guild, JsonNode channels) {
    channels.forEach(channel -> learnChannel(guild, channel));
    var known = guilds.get(guild);
    if (known != null) {
      known.presence = Presence.PRESENT;
      known.listed = true;
    }
  }

  /** Notes that the bot is not in the guild. */
  public synchronized void removed(long guild) {
    presence(guild, Presence.REMOVED);
  }

  private synchronized void lose(JsonNode guild) {
    boolean outage = guild.path("unavailable").asBoolean(false);
    presence(id(guild, "id"), outage ? Presence.OUTAGE : Presence.REMOVED);
  }

  /** A new session describes each guild again; the bot may have missed earlier changes. */
  private synchronized void begin() {
    guilds
        .values()
        .forEach(known -> {
          known.presence = Presence.UNKNOWN;
          known.ofBotTold = false;
        });
  }

  private void presence(long guild, Presence presence) {
    var known = guilds.get(guild);
    if (known != null) {
      known.presence = presence;
    }
  }

  /** Learns one channel from Discord's description. */
  public synchronized void learnChannel(long guild, JsonNode channel) {
    var known = guilds.get(guild);
    long id = id(channel, "id");
    if (known == null || id == 0) {
      return;
    }
    var overwrites = new HashSet<Overwrite>();
    if (channel.path("permission_overwrites").isArray()) {
      channel.path("permission_overwrites").forEach(node -> overwrites.add(overwrite(node)));
    } else {
      channel(id).ifPresent(before -> overwrites.addAll(before.overwrites()));
    }
    // Details that Discord hides from the bot keep their last known values.
    Optional<Channel> kept =
        (channel.path("flags").asInt(0) & OBFUSCATED) == 0 ? Optional.empty() : channel(id);
    forgetChannel(id);
    var learnt =
        new Channel(
            id,
            guild,
            kept.map(Channel::name).orElse(channel.path("name").asText("")),
            channel.path("type").asInt(TEXT),
            id(channel, "parent_id"),
            kept.map(Channel::topic).orElse(text(channel, "topic")),
            overwrites);
    known.channels.put(id, learnt);
    guildOfChannel.put(id, guild);
    if (learnt.parent() != 0) {
      known.children.merge(learnt.parent(), 1, Integer::sum);
    }
  }

  /**
   * Channels with their category's overwrites get its new ones, too ("Permission Syncing",
   * Discord). Discord sends an event for each channel later; the directory changes them at once.
   */
  private synchronized void learnChange(long guild, JsonNode data) {
    var before = channel(id(data, "id"));
    learnChannel(guild, data);
    var after = channel(id(data, "id"));
    var known = guilds.get(guild);
    if (known == null || before.isEmpty() || after.isEmpty()) {
      return;
    }
    var overwrites = after.get().overwrites();
    if (after.get().type() == CATEGORY && !before.get().overwrites().equals(overwrites)) {
      known.channels.replaceAll((_, child) ->
          child.parent() == after.get().id() && child.overwrites().equals(before.get().overwrites())
              ? child.with(overwrites)
              : child);
    }
  }

  private synchronized void learnThread(long guild, JsonNode thread) {
    long id = id(thread, "id");
    long parent = id(thread, "parent_id");
    if (guilds.containsKey(guild) && id != 0 && parent != 0) {
      threads.put(id, parent);
    }
  }

  private synchronized void learnThreads(long guild, JsonNode listed) {
    listed.forEach(thread -> learnThread(guild, thread));
  }

  private synchronized void forgetThread(long thread) {
    threads.remove(thread);
  }

  /** Forgets a deleted channel. */
  public synchronized void forgetChannel(long channel) {
    var guild = guildOfChannel.remove(channel);
    var known = guild == null ? null : guilds.get(guild);
    var gone = known == null ? null : known.channels.remove(channel);
    if (known != null && gone != null && gone.parent() != 0) {
      known.children.merge(gone.parent(), -1, Integer::sum);
    }
  }

  /** During an outage Discord describes a guild as unavailable, without content. */
  private synchronized void learnWholeGuild(JsonNode guild) {
    if (guild.path("unavailable").asBoolean(false)) {
      lose(guild);
      return;
    }
    long id = id(guild, "id");
    learnGuild(guild);
    channels(id).forEach(channel -> forgetChannel(channel.id()));
    threads.values().removeIf(parent -> !guildOfChannel.containsKey(parent));
    learnChannels(id, guild.path("channels"));
    learnThreads(id, guild.path("threads"));
    guild.path("members").forEach(member -> learnMember(id, member));
  }

  private synchronized void learnRole(long guild, JsonNode role) {
    var known = guilds.get(guild);
    long id = id(role, "id");
    if (known != null && id != 0) {
      var before = known.roles.get(id);
      long permissions =
          before != null && !role.hasNonNull("permissions")
              ? before.permissions()
              : id(role, "permissions");
      known.roles.put(
          id,
          new Role(
              id,
              role.path("name").asText(""),
              color(role),
              role.path("position").asInt(0),
              permissions,
              isOfBot(role)));
    }
  }

  /** Discord's old field is the first of its new ones ("Role Object", Discord). */
  private static int color(JsonNode role) {
    return role.path("colors").path("primary_color").asInt(role.path("color").asInt(0));
  }

  /**
   * Managed roles belong to bots, subscribers or boosters, and a tag tells which. A managed role
   * without a tag belongs to a bot, since the others always have one.
   */
  private static boolean isOfBot(JsonNode role) {
    JsonNode tags = role.path("tags");
    return tags.hasNonNull("bot_id") || (role.path("managed").asBoolean(false) && tags.isEmpty());
  }

  private synchronized void forgetRole(long guild, long role) {
    var known = guilds.get(guild);
    if (known != null) {
      known.roles.remove(role);
      known.ofBot =
          known.ofBot.stream().filter(one -> one != role).collect(Collectors.toUnmodifiableSet());
    }
  }

  private static Overwrite overwrite(JsonNode node) {
    return new Overwrite(
        id(node, "id"), node.path("type").asInt(0) == 0, id(node, "allow"), id(node, "deny"));
  }

  private static String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asText("") : "";
  }

  /** Discord sends 64-bit numbers as text; 0 if the field is missing. */
  private static long id(JsonNode node, String field) {
    return node.path(field).asLong(0);
  }
}
