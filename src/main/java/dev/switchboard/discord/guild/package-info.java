/**
 * The guilds: channels, roles, permissions, the readers of a channel, and checks of the settings'
 * channels and roles.
 */
@NullMarked
package dev.switchboard.discord.guild;

import org.jspecify.annotations.NullMarked;
