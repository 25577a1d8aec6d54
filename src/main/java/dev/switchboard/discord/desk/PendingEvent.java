package dev.switchboard.discord.desk;

import dev.switchboard.discord.inbox.StoredEvent;
import java.time.Instant;

/**
 * A stored event in the desk's hands.
 *
 * @param since when it was first taken, the same in every repetition: whether a command came too
 *     late is decided once
 */
public record PendingEvent(StoredEvent event, Instant since) {}
