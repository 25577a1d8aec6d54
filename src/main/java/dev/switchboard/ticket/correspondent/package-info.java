/**
 * The correspondents: they give each arrival of a member to a ticket, in order, and hold back new
 * tickets in a raid.
 */
@NullMarked
package dev.switchboard.ticket.correspondent;

import org.jspecify.annotations.NullMarked;
