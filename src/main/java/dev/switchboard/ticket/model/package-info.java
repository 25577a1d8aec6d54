/**
 * The values of a ticket: what was said, what is planned to be shown where, and what became of it;
 * its events and commands.
 */
@NullMarked
package dev.switchboard.ticket.model;

import org.jspecify.annotations.NullMarked;
