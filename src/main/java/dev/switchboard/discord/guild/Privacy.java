package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which channels of the staff guild only staff can read. Staff are the staff roles and
 * administrators, as in {@link StaffRule}; the role that Discord made for a bot reads too, and so
 * do the reader roles of the settings. A person to whom a channel was opened by name does not
 * count: that names nobody but this person, and was meant.
 *
 * <p>Thread-safe; never asks Discord.
 */
public final class Privacy {
  /** What {@link #others} calls all members of the guild. */
  static final String EVERYONE = "@everyone";

  private static final int NAMED = 3;

  private final GuildDirectory directory;
  private final DiscordSettings.Community community;

  public Privacy(GuildDirectory directory, DiscordSettings.Community community) {
    this.directory = directory;
    this.community = community;
  }

  /**
   * Whether a channel or thread is known to be read by staff only. A thread is as private as its
   * channel.
   */
  boolean isPrivate(long channel) {
    return directory
        .channelOrParent(channel)
        .filter(known -> known.guild() == community.staffGuild())
        .filter(known -> others(known).isEmpty())
        .isPresent();
  }

  /** Whether a channel or thread is known to be read by others than staff. */
  public boolean isOpen(long channel) {
    return directory
        .channelOrParent(channel)
        .filter(known -> known.guild() == community.staffGuild())
        .flatMap(this::others)
        .isPresent();
  }

  /** Who reads a channel or category besides staff, in words for people; empty for nobody. */
  public Optional<String> others(Channel channel) {
    if (reads(channel, List.of())) {
      return Optional.of(EVERYONE);
    }
    // Roles together see nothing that none of them sees alone: an allowed view beats a denied one.
    List<String> names =
        directory.roles(channel.guild()).stream()
            .filter(role -> !mayRead(role) && reads(channel, List.of(role.id())))
            .map(role -> "the role \"" + role.name() + "\"")
            .sorted()
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    String named = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = names.size() - NAMED;
    return Optional.of(more > 0 ? named + " and " + more + " others" : named);
  }

  private boolean mayRead(Role role) {
    return role.ofBot()
        || community.staffRoles().contains(role.id())
        || community.readerRoles().contains(role.id())
        || Permission.ADMINISTRATOR.in(role.permissions());
  }

  private boolean reads(Channel channel, List<Long> roles) {
    return Permission.VIEW_CHANNEL.in(directory.permissions(channel, 0, roles));
  }
}
