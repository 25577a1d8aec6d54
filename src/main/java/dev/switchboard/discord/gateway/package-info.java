/** The connection to Discord's gateway: frames, sessions, what follows each loss. */
@NullMarked
package dev.switchboard.discord.gateway;

import org.jspecify.annotations.NullMarked;
