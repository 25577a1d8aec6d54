package dev.switchboard.discord.guild;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Role;
import java.util.List;
import java.util.Optional;

/**
 * Decides which channels of the staff guild only staff can read. Staff are the staff roles and
 * administrators, as in {@link StaffRule}; managed roles of bots and the reader roles of the
 * settings may read, too. An overwrite for a single user does not count: it opens the channel to
 * this person only, and on purpose.
 *
 * <p>Thread-safe; makes no requests.
 */
public final class Privacy {
  /** The name for all members in {@link #others}. */
  static final String EVERYONE = "@everyone";

  private static final int NAMED = 3;

  private final GuildDirectory directory;
  private final DiscordSettings.Community community;

  public Privacy(GuildDirectory directory, DiscordSettings.Community community) {
    this.directory = directory;
    this.community = community;
  }

  /**
   * Whether only staff can read a channel or thread, as far as known. A thread is as private as its
   * channel.
   */
  boolean isPrivate(long channel) {
    return directory
        .channelOrParent(channel)
        .filter(known -> known.guild() == community.staffGuild())
        .filter(known -> others(known).isEmpty())
        .isPresent();
  }

  /** Whether people other than staff can read a channel or thread, as far as known. */
  public boolean isOpen(long channel) {
    return directory
        .channelOrParent(channel)
        .filter(known -> known.guild() == community.staffGuild())
        .flatMap(this::others)
        .isPresent();
  }

  /** The readers of a channel or category besides staff, in words; empty if there are none. */
  public Optional<String> others(Channel channel) {
    return readers(channel).map(Readers::inEnglish);
  }

  /** The readers of a channel or category besides staff; empty if there are none. */
  Optional<Readers> readers(Channel channel) {
    if (reads(channel, List.of())) {
      return Optional.of(Readers.EVERYBODY);
    }
    // Several roles together see no more than each alone: an allowed view overrules a denied one.
    List<String> names =
        directory.roles(channel.guild()).stream()
            .filter(role -> !mayRead(role) && reads(channel, List.of(role.id())))
            .map(Role::name)
            .sorted()
            .toList();
    if (names.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Readers(
            false, names.stream().limit(NAMED).toList(), Math.max(0, names.size() - NAMED)));
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
