/** Tickets and the members who write them: what is decided, and how it is stored. */
@NullMarked
package dev.switchboard.ticket;

import org.jspecify.annotations.NullMarked;
