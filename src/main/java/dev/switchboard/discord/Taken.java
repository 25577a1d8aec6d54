package dev.switchboard.discord;

import java.time.Instant;

/**
 * A stored event in the desk's hands.
 *
 * @param since when it was first taken, the same in every repetition: whether a command came too
 *     late is decided once
 */
record Taken(StoredEvent event, Instant since) {}
