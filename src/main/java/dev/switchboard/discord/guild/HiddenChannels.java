package dev.switchboard.discord.guild;

import java.util.Set;

/**
 * The channels of the staff guild that the bot cannot see: Discord sends it nothing of what happens
 * there, and nothing of that afterwards.
 *
 * @param all whether it sees none, since it is not in the guild or the guild is away
 * @param channels their ids; of no meaning where it sees none
 */
public record HiddenChannels(boolean all, Set<Long> channels) {
  public static final HiddenChannels ALL = new HiddenChannels(true, Set.of());

  public HiddenChannels {
    channels = Set.copyOf(channels);
  }
}
