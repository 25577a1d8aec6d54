package dev.switchboard.discord.api;

/**
 * The identity of the bot, read from Discord at the start.
 *
 * @param user the bot's user id, the author of its posts
 * @param application the application's id, needed to register commands and answer interactions
 * @param name the bot's user name
 */
public record BotIdentity(long user, long application, String name) {}
