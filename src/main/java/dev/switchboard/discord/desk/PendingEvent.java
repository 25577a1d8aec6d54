package dev.switchboard.discord.desk;

import dev.switchboard.discord.inbox.StoredEvent;
import java.time.Instant;

/**
 * A stored event that the desk is handling.
 *
 * @param since the time at which it was first taken, the same in every repetition, so that a
 *     command is judged as late or not only once
 */
public record PendingEvent(StoredEvent event, Instant since) {}
