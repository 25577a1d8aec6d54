/**
 * The calls to Discord: a queue for each channel, retries, the search for posts in doubt, and other
 * forms of refused posts.
 */
@NullMarked
package dev.switchboard.discord.dispatch;

import org.jspecify.annotations.NullMarked;
