/** Texts: how a ticket's words are shown to its member and to staff. */
@NullMarked
package dev.switchboard.ticket.show;

import org.jspecify.annotations.NullMarked;
