/** Removal of members' words and of files that no ticket names any more. */
@NullMarked
package dev.switchboard.ticket.erase;

import org.jspecify.annotations.NullMarked;
