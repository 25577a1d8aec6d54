/**
 * The connection to Discord's gateway: frames, sessions, and whether a lost connection is resumed
 * or begun anew.
 */
@NullMarked
package dev.switchboard.discord.gateway;

import org.jspecify.annotations.NullMarked;
