/** Tickets: the ports, and the actors that turn decisions into effects. */
@NullMarked
package dev.switchboard.ticket;

import org.jspecify.annotations.NullMarked;
