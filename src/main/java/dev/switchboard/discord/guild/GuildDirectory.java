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
 * What is known of the community's and the staff's guild: names, owners, roles, channels. Filled at
 * the start over REST ({@link StartupChecks}) and kept by gateway frames. Never asks Discord.
 *
 * <p>Thread-safe; what is read may be a moment old.
 */
public final class GuildDirectory implements FrameListener {
  /** Discord's type of a text channel. */
  public static final int TEXT = 0;

  /** Discord's flag of a channel of which it says nothing, since the bot cannot see it. */
  private static final int OBFUSCATED = 1 << 17;

  /** Discord's type of a category. */
  public static final int CATEGORY = 4;

  /**
   * A role.
   *
   * @param position the higher, the more senior
   * @param permissions Discord's bit set
   * @param ofBot whether Discord made it for one bot, so that nobody else can have it
   */
  public record Role(long id, String name, int position, long permissions, boolean ofBot) {}

  /** How the bot stands in a guild. */
  public enum Presence {
    /** Nothing has been heard of the guild in this session yet. */
    UNKNOWN,
    PRESENT,
    /** Discord has an outage there; the guild comes back by itself. */
    OUTAGE,
    /** The bot was removed, and has to be invited again. */
    REMOVED
  }

  /**
   * What a channel allows and denies to a role or one person.
   *
   * @param id of the role or the user
   * @param ofRole whether it is a role's; else a person's
   */
  public record Overwrite(long id, boolean ofRole, long allow, long deny) {}

  /**
   * A channel or category.
   *
   * @param type Discord's number for the kind
   * @param parent the category's id; 0 for none
   * @param topic empty for none
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

    /** Whether the bot's roles were told in this session. */
    boolean ofBotTold;

    final Map<Long, Channel> channels = new HashMap<>();
    final Map<Long, Integer> children = new HashMap<>();
  }

  /**
   * What decides what the bot may do in a guild.
   *
   * @param ofBot the ids of the bot's roles, as far as an event has told of them
   * @param overwrites of the channel that was asked for
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

  /** The channel of each thread. */
  private final Map<Long, Long> threads = new HashMap<>();

  /** Knows only the guilds of this place; frames of others are ignored. */
  public GuildDirectory(DiscordSettings.Community community) {
    this.community = community;
    guilds.put(community.communityGuild(), new Guild());
    guilds.put(community.staffGuild(), new Guild());
  }

  /** The guild's name; empty where it is not known yet. */
  public synchronized String guildName(long guild) {
    var known = guilds.get(guild);
    return known == null ? "" : known.name;
  }

  /** The user id of the guild's owner, who may everything. */
  public synchronized OptionalLong owner(long guild) {
    var known = guilds.get(guild);
    return known == null || known.owner == 0 ? OptionalLong.empty() : OptionalLong.of(known.owner);
  }

  /** A role of the guild. */
  public synchronized Optional<Role> role(long guild, long role) {
    var known = guilds.get(guild);
    return known == null ? Optional.empty() : Optional.ofNullable(known.roles.get(role));
  }

  /** Those of the ids that are roles of the guild, highest first, as Discord orders them. */
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

  /** The channel itself, or that of the thread with this id. */
  public synchronized Optional<Channel> channelOrParent(long id) {
    return channel(threads.getOrDefault(id, id));
  }

  /** How the bot stands in the guild. */
  public synchronized Presence presence(long guild) {
    var known = guilds.get(guild);
    return known == null ? Presence.UNKNOWN : known.presence;
  }

  /** Whether the guild's channels were ever listed: before, none is known. */
  public synchronized boolean isListed(long guild) {
    var known = guilds.get(guild);
    return known != null && known.listed;
  }

  /** All roles of the guild, in no order; the role of everybody has the guild's id. */
  public synchronized List<Role> roles(long guild) {
    var known = guilds.get(guild);
    return known == null ? List.of() : List.copyOf(known.roles.values());
  }

  /** All channels and categories of the guild, in no order. */
  public synchronized List<Channel> channels(long guild) {
    var known = guilds.get(guild);
    return known == null ? List.of() : List.copyOf(known.channels.values());
  }

  /** How many channels stand under the category. */
  public synchronized int children(long category) {
    var guild = guildOfChannel.get(category);
    var known = guild == null ? null : guilds.get(guild);
    return known == null ? 0 : known.children.getOrDefault(category, 0);
  }

  /**
   * What a member with these roles may in the whole guild, before any channel's overwrites.
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
    // The role of everybody has the guild's id.
    long granted = permissionsOf(known, guild);
    for (long role : roles) {
      granted |= permissionsOf(known, role);
    }
    return Permission.ADMINISTRATOR.in(granted) ? Permission.ALL : granted;
  }

  /** What a member with these roles may in the channel ("Permission Overwrites", Discord). */
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
   * What of it the bot may not do in the channel; nothing as long as its roles are not known.
   *
   * @param needed what is asked for
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
   * The staff guild's channels that the bot sees and can read back after an event that was just
   * learnt.
   *
   * @return empty where the event does not change that, or the bot's roles are not known
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
              ? Optional.of(visibleOf(known, type.startsWith("CHANNEL_") ? id(data, "id") : 0))
              : Optional.empty();
    };
  }

  private VisibleChannels visibleOf(Guild guild, long about) {
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
        false);
  }

  private static long permissionsOf(Guild guild, long role) {
    var known = guild.roles.get(role);
    return known == null ? 0 : known.permissions();
  }

  /** The bot's own user id. */
  public void bot(long user) {
    bot = user;
  }

  /** How the bot stands in a guild and in one of its channels. */
  public synchronized ChannelRights standing(long guild, long channel) {
    Guild known = guilds.getOrDefault(guild, new Guild());
    return new ChannelRights(
        Set.copyOf(known.roles.values()),
        known.ofBot,
        channel(channel).map(Channel::overwrites).orElse(Set.of()));
  }

  /**
   * Whether an event may change who reads a channel, what the bot may do, or whether a place of the
   * settings is there.
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

  /** Takes over the bot's roles; what is told of others is ignored. */
  public synchronized void learnMember(long guild, JsonNode member) {
    Guild known = guilds.get(guild);
    if (known != null && isBot(member) && member.path("roles").isArray()) {
      known.ofBot =
          member.path("roles").valueStream().map(JsonNode::asLong).collect(Collectors.toSet());
      known.ofBotTold = true;
    }
  }

  /** Whether an event of this type may change who reads a channel, or that the bot is there. */
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
        // Other frames say nothing about what is kept here.
      }
    }
  }

  /** Takes over a guild's name, owner and, where they are listed, its roles. */
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

  /** Takes over the channels of a listing; those that it does not name stay. */
  public synchronized void learnChannels(long guild, JsonNode channels) {
    channels.forEach(channel -> learnChannel(guild, channel));
    var known = guilds.get(guild);
    if (known != null) {
      known.presence = Presence.PRESENT;
      known.listed = true;
    }
  }

  /** The bot is not in the guild. */
  public synchronized void removed(long guild) {
    presence(guild, Presence.REMOVED);
  }

  private synchronized void lose(JsonNode guild) {
    boolean outage = guild.path("unavailable").asBoolean(false);
    presence(id(guild, "id"), outage ? Presence.OUTAGE : Presence.REMOVED);
  }

  /** A new session tells of each guild anew; what happened before it may have been missed. */
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

  /** Takes over one channel as Discord describes it. */
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
    // What Discord keeps back of a channel that the bot cannot see is as it was.
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
   * A channel that has its category's overwrites gets those that the category gets ("Permission
   * Syncing", Discord). Discord says so of each channel in turn; who reads it is known at once.
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

  /** The channel is gone. */
  public synchronized void forgetChannel(long channel) {
    var guild = guildOfChannel.remove(channel);
    var known = guild == null ? null : guilds.get(guild);
    var gone = known == null ? null : known.channels.remove(channel);
    if (known != null && gone != null && gone.parent() != 0) {
      known.children.merge(gone.parent(), -1, Integer::sum);
    }
  }

  /** An outage announces a guild as unavailable, with nothing in it. */
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
              role.path("position").asInt(0),
              permissions,
              isOfBot(role)));
    }
  }

  /**
   * Discord manages roles of bots, of subscribers and of boosters, and says by a tag which it is.
   * One without any tag is a bot's, since the others always have one.
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

  /** Discord writes 64-bit numbers as text; 0 where there is none. */
  private static long id(JsonNode node, String field) {
    return node.path(field).asLong(0);
  }
}
