/**
 * Events from Discord, stored before any other step: the intake, the inbox, and the backfill of
 * missed messages.
 */
@NullMarked
package dev.switchboard.discord.inbox;

import org.jspecify.annotations.NullMarked;
