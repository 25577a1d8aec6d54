package dev.switchboard.ticket.model;

/**
 * Who acts on the staff's side.
 *
 * @param id Discord's user id
 * @param name the name to show: nickname, else display name, else user name
 * @param topRole the name of the highest role, empty for none
 */
public record Staff(long id, String name, String topRole) {}
