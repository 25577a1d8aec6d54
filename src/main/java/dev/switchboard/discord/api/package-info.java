/**
 * Discord's REST API: calls, answers, rate limits and refusals; and the ids, permissions and
 * settings that all packages of the Discord side share.
 */
@NullMarked
package dev.switchboard.discord.api;

import org.jspecify.annotations.NullMarked;
