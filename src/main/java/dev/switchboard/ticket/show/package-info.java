/** The texts that Discord shows of a ticket, for its member and for staff. */
@NullMarked
package dev.switchboard.ticket.show;

import org.jspecify.annotations.NullMarked;
