/**
 * A member's side: which ticket a message goes to, in the order in which it was written; admission
 * in a rush.
 */
@NullMarked
package dev.switchboard.ticket.correspondent;

import org.jspecify.annotations.NullMarked;
