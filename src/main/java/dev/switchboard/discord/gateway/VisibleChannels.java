package dev.switchboard.discord.gateway;

import java.util.Set;

/**
 * The channels of the staff guild that the bot can see and read back. Discord sends the bot no
 * events of the other channels, also not later, and omits them from the list of channels
 * ("Obfuscated Channels", Discord).
 *
 * @param channels the ids of the channels
 * @param about the channel that the event describes; 0 for none
 * @param added whether the event only adds a channel, so that it hides no other. A ticket knows its
 *     new channel by the answer to the call, often before Discord's event: the events of channels
 *     made before must not take it for a hidden one
 * @param replayed whether a resume repeats the event: the guild directory may be newer than the
 *     event, so any channel may have been hidden before it
 */
public record VisibleChannels(Set<Long> channels, long about, boolean added, boolean replayed) {
  /** No channels: the bot is not in the guild, or the guild has an outage. */
  public static final VisibleChannels NONE = new VisibleChannels(Set.of(), 0, false, false);

  public VisibleChannels {
    channels = Set.copyOf(channels);
  }

  /** The same channels, for a repeated event. */
  public VisibleChannels asReplayed() {
    return new VisibleChannels(channels, about, false, true);
  }
}
