/**
 * The decisions of a ticket: from a command to events and a reply. Knows no actor, no SQL and no
 * Discord client.
 */
@NullMarked
package dev.switchboard.ticket.decide;

import org.jspecify.annotations.NullMarked;
