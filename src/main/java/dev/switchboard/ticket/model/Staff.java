package dev.switchboard.ticket.model;

/**
 * A person of staff who acts on a ticket.
 *
 * @param id Discord's user id; 0 for a program
 * @param name the name to show: nickname, else display name, else user name
 * @param topRole the name of the highest role, empty for none
 */
public record Staff(long id, String name, String topRole) {}
