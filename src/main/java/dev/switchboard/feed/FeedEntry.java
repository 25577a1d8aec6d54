package dev.switchboard.feed;

import dev.switchboard.access.Right;
import java.time.Instant;

/**
 * An event of the feed.
 *
 * @param position 1 or more; the next event has the next number
 * @param at when it was recorded
 * @param right the right that a reader must hold
 * @param payload a JSON object on one line
 */
public record FeedEntry(
    long position, Instant at, long ticket, FeedKind kind, Right right, String payload) {}
