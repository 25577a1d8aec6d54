/**
 * The connection to Discord's gateway: frames, sessions, and the choice between a resumed and a new
 * session.
 */
@NullMarked
package dev.switchboard.discord.gateway;

import org.jspecify.annotations.NullMarked;
