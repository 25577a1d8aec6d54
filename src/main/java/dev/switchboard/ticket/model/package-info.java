/**
 * The values of a ticket: entries, planned actions and their outcomes, events, commands and
 * queries.
 */
@NullMarked
package dev.switchboard.ticket.model;

import org.jspecify.annotations.NullMarked;
