/**
 * Discord's REST API: calls, answers, rate limits, refusals, and the settings of the connection.
 */
@NullMarked
package dev.switchboard.discord.api;

import org.jspecify.annotations.NullMarked;
