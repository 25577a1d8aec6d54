/** Erasure of members' messages, and of files that no ticket uses any more. */
@NullMarked
package dev.switchboard.ticket.erase;

import org.jspecify.annotations.NullMarked;
