/**
 * The guilds: channels, roles, permissions, who can read a channel, and whether the places of the
 * configuration are there.
 */
@NullMarked
package dev.switchboard.discord.guild;

import org.jspecify.annotations.NullMarked;
