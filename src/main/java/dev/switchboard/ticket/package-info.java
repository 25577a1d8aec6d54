/**
 * Tickets and the members who write them: what is said, what is planned to be shown where, and what
 * became of it. The pure part ({@link dev.switchboard.ticket.Ticket}, {@link
 * dev.switchboard.ticket.Correspondent} and the values around them) knows no actor, no SQL and no
 * Discord client; the entity shells turn its decisions into effects.
 */
@NullMarked
package dev.switchboard.ticket;

import org.jspecify.annotations.NullMarked;
