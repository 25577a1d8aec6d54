package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.GuildDirectory.Channel;
import dev.switchboard.discord.GuildDirectory.Overwrite;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Literal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under which category a ticket's channel is made: the inbox, or, when that holds its 50 channels,
 * the first category with room that bears its name and a number, and the same overwrites. There is
 * at most one such category in the making, however many tickets ask.
 *
 * <p>Used by the {@link Dispatcher} alone; not thread-safe.
 */
final class ChannelPlacement {
  /** Discord's limit (CHANNEL_PARENT_MAX_CHANNELS). */
  private static final int ROOM = 50;

  private static final int LONGEST_NAME = 100;

  /** Where a channel goes. */
  sealed interface Place {
    /** There; its place is kept until {@link #release}. */
    record Under(long category) implements Place {}

    /** A category with this name has to be made first, by whoever asked. */
    record Missing(String name) implements Place {}

    /** Another one makes a category. */
    record InTheMaking() implements Place {}
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

  private boolean inTheMaking;

  ChannelPlacement(GuildDirectory directory, DiscordSettings.Place place) {
    this.directory = directory;
    this.guild = place.staffGuild();
    this.inbox = place.inboxCategory();
    this.privacy = new Privacy(directory, place);
  }

  long guild() {
    return guild;
  }

  boolean isInbox(long category) {
    return category == inbox;
  }

  GuildDirectory directory() {
    return directory;
  }

  /** Keeps a place under a category, or says what has to be done first. */
  Place keep() {
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
        return claim(name);
      }
      for (Channel category : named) {
        // One with other overwrites may be open to everybody.
        if (category.overwrites().equals(model.get().overwrites()) && hasRoom(category.id())) {
          return under(category.id());
        }
      }
    }
  }

  private Place claim(String name) {
    if (inTheMaking) {
      return new Place.InTheMaking();
    }
    inTheMaking = true;
    return new Place.Missing(name);
  }

  private Place under(long category) {
    kept.merge(category, 1, Integer::sum);
    return new Place.Under(category);
  }

  private boolean hasRoom(long category) {
    int children = directory.children(category);
    int limit = Math.min(ROOM, full.getOrDefault(category, ROOM));
    return children + kept.getOrDefault(category, 0) < limit;
  }

  /** The channel is made and known to the directory, or will not be made there. */
  void release(long category) {
    kept.computeIfPresent(category, (_, places) -> places > 1 ? places - 1 : null);
  }

  /** Discord says that the category is full; to be followed by a listing of the guild. */
  void refused(long category) {
    full.put(category, directory.children(category));
  }

  /** Takes in the guild's channels, against which Discord's word on full categories is held. */
  void listed(JsonNode channels) {
    directory.learnChannels(guild, channels);
    full.replaceAll((category, _) -> directory.children(category));
  }

  /** Whoever makes the missing category is through with it, one way or the other. */
  void made() {
    inTheMaking = false;
  }

  /** The category's body for Discord: hidden from whom the inbox is hidden from. */
  ObjectNode category(String name) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("name", name).put("type", GuildDirectory.CATEGORY);
    overwrites(body, inbox);
    return body;
  }

  /** Adds the overwrites of a category. */
  void overwrites(ObjectNode body, long category) {
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
  boolean exposed(Channel channel, long category) {
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
  Optional<Channel> marked(String mark) {
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
   * A name that Discord takes for a text channel: lower case, letters, digits, hyphens and
   * underscores, at most 100 of them.
   *
   * @param otherwise what to call it where nothing is left of the name
   */
  static String channelName(String name, String otherwise) {
    var valid =
        Literal.visible(name)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}_-]+", "-")
            .replaceAll("-{2,}", "-")
            .replaceAll("^-|-$", "");
    valid = Graphemes.beginning(valid, LONGEST_NAME);
    return valid.isEmpty() ? otherwise : valid;
  }
}
