package dev.switchboard.ticket.model;

/**
 * The member who writes.
 *
 * @param id Discord's user id; its time stamp is the age of the account
 * @param userName the unique user name
 * @param displayName the name to show; the user name where none is set
 */
public record Member(long id, String userName, String displayName) {}
