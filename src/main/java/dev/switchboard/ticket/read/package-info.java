/** Reading of tickets: the projection, its tables, and transcripts. */
@NullMarked
package dev.switchboard.ticket.read;

import org.jspecify.annotations.NullMarked;
