/**
 * Discord's REST API: calls, answers, rate limits and refusals, with the identifiers, permissions
 * and settings that all rooms of Discord's side share.
 */
@NullMarked
package dev.switchboard.discord.api;

import org.jspecify.annotations.NullMarked;
