package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Overwrite;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import dev.switchboard.ticket.show.ChannelTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Chooses the category for a ticket's channel: the inbox category, or, when that has its 50
 * channels, the first overflow category with room that is as private as the inbox category. At most
 * one overflow category is being created at a time.
 *
 * <p>Used by the {@code Dispatcher} alone; not thread-safe.
 */
public final class ChannelPlacement {
  /** Discord's limit (CHANNEL_PARENT_MAX_CHANNELS). */
  private static final int ROOM = 50;

  private static final int LONGEST_NAME = 100;

  /** The place for a channel. */
  public sealed interface Placement {
    /** A category with room; the place is reserved until {@link #release}. */
    record Under(long category) implements Placement {}

    /** The caller first has to create a category with this name. */
    record Missing(String name) implements Placement {}

    /** The caller first has to make this category of ours as private as the inbox category. */
    record Misfit(String name, long category) implements Placement {}

    /** The last attempt gave a wrong result, so no new one is made for a while. */
    record Barred(String why) implements Placement {}

    /** Another caller is creating a category. */
    record InTheMaking() implements Placement {}
  }

  private final GuildDirectory directory;
  private final long guild;
  private final long inbox;
  private final Privacy privacy;

  /** Places reserved in a category, by the marks of the channels that are to stand there. */
  private final Map<Long, Set<String>> kept = new HashMap<>();

  /**
   * Categories that Discord called full although the directory did not, with the number of channels
   * in the directory at that time: the category counts as full until one of them is deleted.
   */
  private final Map<Long, Integer> full = new HashMap<>();

  /** The names of categories that we created, or may have created. */
  private final Set<String> asked = new HashSet<>();

  private final RemakeGuard categories = new RemakeGuard();
  private final RemakeGuard channels = new RemakeGuard();

  private boolean inTheMaking;
  private GuildDirectory.ChannelRights channelRights;

  public ChannelPlacement(GuildDirectory directory, DiscordSettings.Community community) {
    this.directory = directory;
    this.guild = community.staffGuild();
    this.inbox = community.inboxCategory();
    this.privacy = new Privacy(directory, community);
    this.channelRights = directory.standing(guild, inbox);
  }

  public long guild() {
    return guild;
  }

  public boolean isInbox(long category) {
    return category == inbox;
  }

  public GuildDirectory directory() {
    return directory;
  }

  /** Decides whether categories may be created. */
  public RemakeGuard categories() {
    return categories;
  }

  /** Decides whether channels may be created. */
  public RemakeGuard channels() {
    return channels;
  }

  /**
   * Allows new attempts at once if the bot's rights here have changed, since a wrong result may now
   * become right. Categories and channels that we create or delete are no such change.
   */
  public void look(long now) {
    GuildDirectory.ChannelRights present = directory.standing(guild, inbox);
    if (!present.equals(channelRights)) {
      channelRights = present;
      categories.open(now);
      channels.open(now);
    }
  }

  /**
   * Reserves a place in a category for the channel with this mark in its topic, or tells what has
   * to be done first.
   */
  public Placement keep(String mark, long now) {
    return channels
        .against(now)
        .map(why -> (Placement) new Placement.Barred(why))
        .orElseGet(() -> place(mark, now));
  }

  private Placement place(String mark, long now) {
    if (hasRoom(inbox)) {
      return under(inbox, mark);
    }
    var model = directory.channel(inbox);
    if (model.isEmpty()) {
      return under(inbox, mark);
    }
    Map<String, List<Channel>> categories =
        directory.channels(guild).stream()
            .filter(channel -> channel.type() == GuildDirectory.CATEGORY)
            .collect(Collectors.groupingBy(Channel::name));
    for (int number = 2; ; number++) {
      var name = overflowName(model.get().name(), number);
      List<Channel> named = categories.getOrDefault(name, List.of());
      if (named.isEmpty()) {
        return claim(new Placement.Missing(name), now);
      }
      for (Channel category : named) {
        boolean fits = isAsPrivateAsTheInbox(category.id());
        if (fits && hasRoom(category.id())) {
          return under(category.id(), mark);
        }
        if (!fits && asked.contains(name)) {
          return claim(new Placement.Misfit(name, category.id()), now);
        }
      }
    }
  }

  private Placement claim(Placement making, long now) {
    if (inTheMaking) {
      return new Placement.InTheMaking();
    }
    var barred = categories.against(now);
    if (barred.isPresent()) {
      return new Placement.Barred(barred.get());
    }
    inTheMaking = true;
    if (making instanceof Placement.Missing(String name)) {
      asked.add(name);
    }
    return making;
  }

  /**
   * Whether the overwrites let the same roles and users view the category as the inbox category,
   * and keep out at least the same. Discord may drop empty overwrites; other rights are no secret.
   */
  public boolean isAsPrivateAsTheInbox(long category) {
    var ours = overwritesOf(category);
    var model = overwritesOf(inbox);
    return ids(ours, Overwrite::allow).equals(ids(model, Overwrite::allow))
        && ids(ours, Overwrite::deny).containsAll(ids(model, Overwrite::deny));
  }

  /** The ids that the overwrites allow to view the channel, or deny it. */
  private static Set<Long> ids(Set<Overwrite> overwrites, ToLongFunction<Overwrite> side) {
    return overwrites.stream()
        .filter(overwrite -> Permission.VIEW_CHANNEL.in(side.applyAsLong(overwrite)))
        .map(Overwrite::id)
        .collect(Collectors.toSet());
  }

  public boolean isInTheMaking() {
    return inTheMaking;
  }

  private Placement under(long category, String mark) {
    kept.computeIfAbsent(category, _ -> new HashSet<>()).add(mark);
    return new Placement.Under(category);
  }

  private boolean hasRoom(long category) {
    int children = directory.children(category);
    int limit = Math.min(ROOM, full.getOrDefault(category, ROOM));
    Set<String> reserved = kept.getOrDefault(category, Set.of());
    return children + reserved.size() < limit
        || children + reserved.stream().filter(this::isAwaited).count() < limit;
  }

  /**
   * Tells whether a channel with a reserved place is not in the directory yet. Discord's event may
   * come before the answer to the call that creates it; it then counts as a child already.
   */
  private boolean isAwaited(String mark) {
    return marked(mark).isEmpty();
  }

  /** Gives back a reserved place: the channel is in the directory, or will not be created there. */
  public void release(long category, String mark) {
    kept.computeIfPresent(
        category,
        (_, marks) -> {
          marks.remove(mark);
          return marks.isEmpty() ? null : marks;
        });
  }

  /** Notes that Discord calls the category full; the guild's channels have to be listed next. */
  public void refused(long category) {
    full.put(category, directory.children(category));
  }

  /** Learns the guild's channels and corrects the counts of full categories. */
  public void listed(JsonNode channels) {
    directory.learnChannels(guild, channels);
    full.replaceAll((category, _) -> directory.children(category));
  }

  /** Notes that the creation of a category has ended, with or without success. */
  public void made() {
    inTheMaking = false;
  }

  /** The request body for a category with the overwrites of the inbox category. */
  public ObjectNode category(String name) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("type", GuildDirectory.CATEGORY);
    overwrites(body, inbox);
    return body;
  }

  public void overwritesOfInbox(ObjectNode body) {
    overwrites(body, inbox);
  }

  /** Adds the overwrites of the category to the body. */
  public void overwrites(ObjectNode body, long category) {
    var array = body.putArray("permission_overwrites");
    for (Overwrite overwrite : overwritesOf(category)) {
      array
          .addObject()
          .put("id", Long.toString(overwrite.id()))
          .put("type", overwrite.ofRole() ? 0 : 1)
          .put("allow", Long.toString(overwrite.allow()))
          .put("deny", Long.toString(overwrite.deny()));
    }
  }

  /** Whether people can see the channel who cannot see its category. */
  public boolean exposed(Channel channel, long category) {
    boolean inside =
        directory.channel(category).filter(one -> privacy.others(one).isEmpty()).isPresent();
    return (hidden(overwritesOf(category)) && !hidden(channel.overwrites()))
        || (inside && privacy.others(channel).isPresent());
  }

  private Set<Overwrite> overwritesOf(long category) {
    return directory.channel(category).map(Channel::overwrites).orElse(Set.of());
  }

  private boolean hidden(Set<Overwrite> overwrites) {
    return overwrites.stream()
        .anyMatch(
            overwrite -> overwrite.id() == guild && Permission.VIEW_CHANNEL.in(overwrite.deny()));
  }

  /**
   * The text channel whose topic contains the mark, with the member's name or without, so that it
   * is not created a second time.
   */
  public Optional<Channel> marked(String mark) {
    return withMark(mark).or(() -> withMark(ChannelTopic.withoutName(mark)));
  }

  private Optional<Channel> withMark(String mark) {
    return directory.channels(guild).stream()
        .filter(channel -> channel.type() == GuildDirectory.TEXT && channel.topic().contains(mark))
        .findFirst();
  }

  private static String overflowName(String name, int number) {
    var suffix = " " + number;
    int room = LONGEST_NAME - suffix.length();
    return Graphemes.beginning(name, room) + suffix;
  }

  /**
   * The channel name, with the ticket's number at its end if the guild already has a channel of
   * that name: members may have similar names, above all after the removal of invalid characters.
   */
  public String freeName(String name, String ticket) {
    String wanted = channelName(name, ticket);
    boolean taken =
        directory.channels(guild).stream().anyMatch(channel -> channel.name().equals(wanted));
    String number = ticket.replaceAll("\\D", "");
    return taken && !number.isEmpty() && !wanted.equals(ticket)
        ? channelName(name, ticket, LONGEST_NAME - number.length() - 1) + "-" + number
        : wanted;
  }

  /**
   * A valid name of a text channel: at most 100 lower-case letters, digits, hyphens and
   * underscores.
   *
   * @param otherwise the result if no valid character is left
   */
  static String channelName(String name, String otherwise) {
    return channelName(name, otherwise, LONGEST_NAME);
  }

  private static String channelName(String name, String otherwise, int longest) {
    var valid =
        Literal.visible(name)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}_-]+", "-")
            .replaceAll("-{2,}", "-")
            .replaceAll("^-|-$", "");
    valid = Graphemes.beginning(valid, longest);
    return valid.isEmpty() ? otherwise : valid;
  }
}
