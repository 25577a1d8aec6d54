/**
 * The decisions of a ticket, from a command to events and a reply, without any actor, SQL or
 * Discord client.
 */
@NullMarked
package dev.switchboard.ticket.decide;

import org.jspecify.annotations.NullMarked;
