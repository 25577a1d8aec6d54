package dev.switchboard.feed;

import dev.switchboard.access.Right;

/**
 * An event that has no position yet.
 *
 * @param right the right that a reader must hold
 * @param payload a JSON object with ids and small facts: no words of people
 */
public record FeedDraft(long ticket, FeedKind kind, Right right, String payload) {}
