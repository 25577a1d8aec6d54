package dev.switchboard.ticket.model;

/**
 * A Discord user who writes direct messages to the bot.
 *
 * @param id Discord's user id; its time stamp is the age of the account
 * @param userName the unique user name
 * @param displayName the name to show; the user name if none is set
 */
public record Member(long id, String userName, String displayName) {}
