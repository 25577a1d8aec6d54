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
 * Under which category a ticket's channel is made: the inbox, or, when that holds its 50 channels,
 * the first category with room that bears its name and a number, and the same overwrites. There is
 * at most one such category in the making, however many tickets ask.
 *
 * <p>Used by the {@code Dispatcher} alone; not thread-safe.
 */
public final class ChannelPlacement {
  /** Discord's limit (CHANNEL_PARENT_MAX_CHANNELS). */
  private static final int ROOM = 50;

  private static final int LONGEST_NAME = 100;

  /** Where a channel goes. */
  public sealed interface Placement {
    /** There; its place is kept until {@link #release}. */
    record Under(long category) implements Placement {}

    /** A category with this name has to be made first, by whoever asked. */
    record Missing(String name) implements Placement {}

    /** This category of ours is open to others than the inbox: to be mended, by whoever asked. */
    record Misfit(String name, long category) implements Placement {}

    /** What was made last came out wrong: nothing is made for a while. */
    record Barred(String why) implements Placement {}

    /** Another one makes a category. */
    record InTheMaking() implements Placement {}
  }

  private final GuildDirectory directory;
  private final long guild;
  private final long inbox;
  private final Privacy privacy;
  private final Map<Long, Integer> kept = new HashMap<>();

  /**
   * What Discord called full although the directory did not, by the number of channels that the
   * directory then knew: it holds until one of them is gone.
   */
  private final Map<Long, Integer> full = new HashMap<>();

  /** The names under which categories were made, or may have been. */
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

  /** Whether categories may be made. */
  public RemakeGuard categories() {
    return categories;
  }

  /** Whether channels may be made. */
  public RemakeGuard channels() {
    return channels;
  }

  /**
   * Looks whether anything has changed in what the bot may do here. Then what came out wrong before
   * may come out right. What we make and delete ourselves is no such change.
   */
  public void look(long now) {
    GuildDirectory.ChannelRights present = directory.standing(guild, inbox);
    if (!present.equals(channelRights)) {
      channelRights = present;
      categories.open(now);
      channels.open(now);
    }
  }

  /** Keeps a place under a category, or says what has to be done first. */
  public Placement keep(long now) {
    return channels
        .against(now)
        .map(why -> (Placement) new Placement.Barred(why))
        .orElseGet(() -> place(now));
  }

  private Placement place(long now) {
    if (hasRoom(inbox)) {
      return under(inbox);
    }
    var model = directory.channel(inbox);
    if (model.isEmpty()) {
      return under(inbox);
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
          return under(category.id());
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
   * Whether the same roles and people are let in and kept out as at the inbox. Discord may drop
   * what says nothing, and other rights are no secret.
   */
  public boolean isAsPrivateAsTheInbox(long category) {
    var ours = overwritesOf(category);
    var model = overwritesOf(inbox);
    return ids(ours, Overwrite::allow).equals(ids(model, Overwrite::allow))
        && ids(ours, Overwrite::deny).containsAll(ids(model, Overwrite::deny));
  }

  /** Whom they let see the channel, or keep from it. */
  private static Set<Long> ids(Set<Overwrite> overwrites, ToLongFunction<Overwrite> side) {
    return overwrites.stream()
        .filter(overwrite -> Permission.VIEW_CHANNEL.in(side.applyAsLong(overwrite)))
        .map(Overwrite::id)
        .collect(Collectors.toSet());
  }

  public boolean isInTheMaking() {
    return inTheMaking;
  }

  private Placement under(long category) {
    kept.merge(category, 1, Integer::sum);
    return new Placement.Under(category);
  }

  private boolean hasRoom(long category) {
    int children = directory.children(category);
    int limit = Math.min(ROOM, full.getOrDefault(category, ROOM));
    return children + kept.getOrDefault(category, 0) < limit;
  }

  /** The channel is made and known to the directory, or will not be made there. */
  public void release(long category) {
    kept.computeIfPresent(category, (_, places) -> places > 1 ? places - 1 : null);
  }

  /** Discord says that the category is full; to be followed by a listing of the guild. */
  public void refused(long category) {
    full.put(category, directory.children(category));
  }

  /** Takes in the guild's channels, against which Discord's word on full categories is held. */
  public void listed(JsonNode channels) {
    directory.learnChannels(guild, channels);
    full.replaceAll((category, _) -> directory.children(category));
  }

  /** Whoever makes the missing category is through with it, one way or the other. */
  public void made() {
    inTheMaking = false;
  }

  /** The category's body for Discord: hidden from whom the inbox is hidden from. */
  public ObjectNode category(String name) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("type", GuildDirectory.CATEGORY);
    overwrites(body, inbox);
    return body;
  }

  public void overwritesOfInbox(ObjectNode body) {
    overwrites(body, inbox);
  }

  /** Adds the overwrites of a category. */
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

  /** Whether the channel shows itself to everybody although its category does not. */
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

  /** A channel whose topic carries the mark, so that it is made no second time. */
  public Optional<Channel> marked(String mark) {
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
   * The name of a channel, with that of its ticket behind it where another channel of the guild has
   * the name: members may be called alike, above all in the letters that a channel's name takes.
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
   * A name that Discord takes for a text channel: lower case, letters, digits, hyphens and
   * underscores, at most 100 of them.
   *
   * @param otherwise what to call it where nothing is left of the name
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
