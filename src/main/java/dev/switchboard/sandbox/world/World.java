package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole world: users, applications, guilds, channels and messages. It is read and changed under
 * one lock. Changes go to the journal and events to the listeners, in the order in which they
 * happen.
 */
public final class World {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final SandboxClock clock = new SandboxClock();
  private final Snowflakes snowflakes = new Snowflakes(clock);
  private final Journal journal;
  private final ChannelLimits channelLimits = new ChannelLimits();
  private final Map<Long, User> users = new LinkedHashMap<>();
  private final Map<Long, Application> applications = new LinkedHashMap<>();
  private final Map<Long, Guild> guilds = new LinkedHashMap<>();
  private final Map<Long, Channel> channels = new HashMap<>();
  private final Map<Sides, Channel> dms = new LinkedHashMap<>();
  private final List<Consumer<Event>> listeners = new ArrayList<>();

  private record Sides(long person, long bot) {}

  public World(Journal journal) {
    this.journal = journal;
  }

  public <T> T locked(Supplier<T> deed) {
    lock.lock();
    try {
      return deed.get();
    } finally {
      lock.unlock();
    }
  }

  public void run(Runnable deed) {
    lock.lock();
    try {
      deed.run();
    } finally {
      lock.unlock();
    }
  }

  public SandboxClock clock() {
    return clock;
  }

  public Snowflakes snowflakes() {
    return snowflakes;
  }

  public Journal journal() {
    return journal;
  }

  public ChannelLimits channelLimits() {
    return channelLimits;
  }

  public String now() {
    return Json.time(clock.now());
  }

  /** Adds a listener. It is called under the lock, in the order of events, and must not block. */
  public void listen(Consumer<Event> listener) {
    listeners.add(listener);
  }

  void publish(Event event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  public void publish(String type, ObjectNode payload, Event.Audience audience) {
    publish(new Event(type, payload, audience));
  }

  public Map<Long, User> users() {
    return users;
  }

  public Map<Long, Application> applications() {
    return applications;
  }

  public Map<Long, Guild> guilds() {
    return guilds;
  }

  public Map<Long, Channel> channels() {
    return channels;
  }

  public Iterable<Channel> dms() {
    return dms.values();
  }

  public User user(long id) {
    return Optional.ofNullable(users.get(id)).orElseThrow(ApiError::unknownUser);
  }

  public Guild guild(long id) {
    return Optional.ofNullable(guilds.get(id)).orElseThrow(ApiError::unknownGuild);
  }

  public Channel channel(long id) {
    return Optional.ofNullable(channels.get(id)).orElseThrow(ApiError::unknownChannel);
  }

  public Guild guildOf(Channel channel) {
    return guild(channel.guild());
  }

  public Optional<Channel> dm(long person, long bot) {
    return Optional.ofNullable(dms.get(new Sides(person, bot)));
  }

  /**
   * The permissions of a user in a channel. The two sides of a DM have all of them there, and other
   * users none.
   */
  public long permissions(Channel channel, long user) {
    if (channel.isDm()) {
      return user == channel.bot() || user == channel.person() ? Permissions.ALL : 0;
    }
    Channel deciding = channel;
    if (channel.isThread()) {
      Channel parent = channels.get(channel.parent());
      deciding = parent == null ? channel : parent;
    }
    long allowed = Permissions.in(guildOf(channel), user, deciding);
    boolean hidden =
        channel.type() == ChannelType.PRIVATE_THREAD
            && !channel.threadMembers().containsKey(user)
            && !Permissions.has(allowed, Permissions.MANAGE_THREADS);
    return hidden ? 0 : allowed;
  }

  public boolean sees(Channel channel, long user) {
    return Permissions.has(permissions(channel, user), Permissions.VIEW_CHANNEL);
  }

  /**
   * Whether the channel is shown in a client. A category is also shown if one of its channels is
   * visible.
   */
  public boolean isShown(Channel channel, long user) {
    return sees(channel, user)
        || (channel.type() == ChannelType.CATEGORY
            && guild(channel.guild()).channels().stream()
                .map(this::channel)
                .anyMatch(child ->
                    Json.id(child.json(), "parent_id") == channel.id() && sees(child, user)));
  }

  public boolean shareGuild(long one, long other) {
    return guilds.values().stream().anyMatch(guild -> guild.has(one) && guild.has(other));
  }

  public void add(User user) {
    users.put(user.id(), user);
    keep(user);
  }

  public void add(Application application) {
    applications.put(application.id(), application);
    keep(application);
  }

  public void add(Guild guild) {
    guilds.put(guild.id(), guild);
    keep(guild);
  }

  public void add(Channel channel) {
    register(channel);
    keep(channel);
  }

  private void register(Channel channel) {
    channels.put(channel.id(), channel);
    if (channel.isDm()) {
      dms.put(new Sides(channel.person(), channel.bot()), channel);
    }
    Guild guild = guilds.get(channel.guild());
    if (guild != null) {
      (channel.isThread() ? guild.threads() : guild.channels()).add(channel.id());
    }
  }

  public void remove(Channel channel) {
    channels.remove(channel.id());
    Guild guild = guilds.get(channel.guild());
    if (guild != null) {
      guild.channels().remove(channel.id());
      guild.threads().remove(channel.id());
    }
    journal.remove("channel", channel.idText());
  }

  public void keep(User user) {
    journal.put("user", Long.toString(user.id()), user.kept());
  }

  public void keep(Application application) {
    journal.put("application", Long.toString(application.id()), application.kept());
  }

  public void keep(Guild guild) {
    journal.put("guild", guild.idText(), guild.json());
  }

  public void keep(Channel channel) {
    journal.put("channel", channel.idText(), channel.kept());
  }

  public void keep(Message message) {
    journal.put("message", message.key(), message.kept());
  }

  public void keep(Guild guild, ObjectNode role) {
    journal.put("role", guild.id() + ":" + role.path("id").asText(), role);
  }

  public void keep(Guild guild, GuildMember guildMember) {
    journal.put("member", guild.id() + ":" + guildMember.user().id(), guildMember.partial());
  }

  public void keepBan(Guild guild, long user) {
    String key = guild.id() + ":" + user;
    String reason = guild.bans().get(user);
    if (reason == null) {
      journal.remove("ban", key);
    } else {
      journal.put("ban", key, Json.object().put("reason", reason));
    }
  }

  public void keepAudit(Guild guild, long entry) {
    String key = guild.id() + ":" + entry;
    ObjectNode json = guild.audit().get(entry);
    if (json == null) {
      journal.remove("audit", key);
    } else {
      journal.put("audit", key, json);
    }
  }

  public void keepCommand(Application application, long guild, long id) {
    String key = application.id() + ":" + guild + ":" + id;
    ObjectNode command = application.commands(guild).get(id);
    if (command == null) {
      journal.remove("command", key);
    } else {
      journal.put("command", key, command);
    }
  }

  public void register(Channel channel, Message message) {
    (message.isEphemeral() ? channel.ephemeral() : channel.messages()).put(message.id(), message);
  }

  /** Adds a channel from the journal. */
  void restored(Channel channel) {
    Channel before = channels.get(channel.id());
    if (before != null) {
      channel.messages().putAll(before.messages());
      channel.ephemeral().putAll(before.ephemeral());
    }
    register(channel);
  }
}
