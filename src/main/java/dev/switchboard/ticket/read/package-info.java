/** Tickets as they are read: the projection, its tables, transcripts. */
@NullMarked
package dev.switchboard.ticket.read;

import org.jspecify.annotations.NullMarked;
