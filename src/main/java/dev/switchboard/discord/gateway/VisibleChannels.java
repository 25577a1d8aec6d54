package dev.switchboard.discord.gateway;

import java.util.Set;

/**
 * The channels of the staff guild in which the bot sees what is said, and may read it back. Of all
 * others Discord sends it nothing of what happens there, and nothing of that afterwards
 * ("Obfuscated Channels", Discord; its list of channels leaves them out, too).
 *
 * @param channels their ids
 * @param about the channel that the event describes; 0 for none
 * @param replayed whether the event that may have changed them is repeated by a resume: what is
 *     known of the guild may be newer than the event, so that all may have been hidden before it
 */
public record VisibleChannels(Set<Long> channels, long about, boolean replayed) {
  /** Of a guild that the bot is not in, or that is away. */
  public static final VisibleChannels NONE = new VisibleChannels(Set.of(), 0, false);

  public VisibleChannels {
    channels = Set.copyOf(channels);
  }

  /** The same, of an event that is repeated. */
  public VisibleChannels asReplayed() {
    return new VisibleChannels(channels, about, true);
  }
}
