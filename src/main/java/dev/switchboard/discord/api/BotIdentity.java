package dev.switchboard.discord.api;

/**
 * Who the bot is, as Discord told it at the start.
 *
 * @param user its user id, the author of what it posts
 * @param application its application's id, needed to register commands and answer interactions
 * @param name its user name
 */
public record BotIdentity(long user, long application, String name) {}
