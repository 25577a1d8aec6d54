package dev.switchboard.discord.api;

import java.util.Set;

/** The permissions of Discord that the product uses, with Discord's names and bits. */
public enum Permission {
  ADMINISTRATOR(3),
  MANAGE_CHANNELS(4),
  ADD_REACTIONS(6),
  VIEW_CHANNEL(10),
  SEND_MESSAGES(11),
  MANAGE_MESSAGES(13),
  EMBED_LINKS(14),
  ATTACH_FILES(15),
  READ_MESSAGE_HISTORY(16),
  MENTION_EVERYONE(17);

  /** The permissions that the bot needs in the channels of tickets. */
  public static final Set<Permission> NEEDED =
      Set.of(
          MANAGE_CHANNELS,
          ADD_REACTIONS,
          VIEW_CHANNEL,
          SEND_MESSAGES,
          MANAGE_MESSAGES,
          EMBED_LINKS,
          ATTACH_FILES,
          READ_MESSAGE_HISTORY);

  /** The permissions that the bot needs to post transcripts in the log channel. */
  public static final Set<Permission> NEEDED_IN_LOG =
      Set.of(VIEW_CHANNEL, SEND_MESSAGES, EMBED_LINKS, ATTACH_FILES);

  /** All permissions, as administrators have them. */
  public static final long ALL = -1;

  private final long bit;

  Permission(int shift) {
    this.bit = 1L << shift;
  }

  /** The permission's bit in Discord's bit sets. */
  public long bit() {
    return bit;
  }

  /** Whether the bit set holds this permission. */
  public boolean in(long permissions) {
    return (permissions & bit) != 0;
  }
}
