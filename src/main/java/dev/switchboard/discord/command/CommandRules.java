package dev.switchboard.discord.command;

import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.text.Words;
import java.util.OptionalLong;

/**
 * The rules by which the desk judges messages and interactions.
 *
 * @param self the bot's own user id; its own actions are ignored
 * @param logChannel gets texts that no ticket takes any more
 */
public record CommandRules(Commands commands, StaffRule staff, long self, OptionalLong logChannel) {
  /** The words in which the desk speaks. */
  public Words words() {
    return commands.words();
  }
}
