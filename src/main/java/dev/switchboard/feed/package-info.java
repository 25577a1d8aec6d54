/**
 * The feed: what happened to tickets, in the order of the commits, for live events and webhooks.
 */
@NullMarked
package dev.switchboard.feed;

import org.jspecify.annotations.NullMarked;
