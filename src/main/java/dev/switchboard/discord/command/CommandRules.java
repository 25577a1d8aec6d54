package dev.switchboard.discord.command;

import dev.switchboard.discord.guild.StaffRule;
import java.util.OptionalLong;

/**
 * By what the desk judges what it is shown.
 *
 * @param self the bot's own user id: what it does itself is no news
 * @param logChannel where staff read what has no place in a ticket any more
 */
public record CommandRules(
    Commands commands, StaffRule staff, long self, OptionalLong logChannel) {}
