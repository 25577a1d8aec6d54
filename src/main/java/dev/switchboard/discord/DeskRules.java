package dev.switchboard.discord;

/**
 * By what the desk judges what it is shown.
 *
 * @param self the bot's own user id: what it does itself is no news
 */
record DeskRules(Commands commands, StaffRule staff, long self) {}
