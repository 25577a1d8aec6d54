package dev.switchboard.discord.guild;

import dev.switchboard.text.Message;

/**
 * A problem that a person has to solve on Discord or in the settings.
 *
 * @param line the text for people outside Discord
 * @param toStaff the same for staff, with Discord's formatting
 * @param over for staff, when the problem is solved
 */
record Alarm(String line, Message toStaff, Message over) {
  /** The kind of problem. */
  enum Kind {
    /** The bot was removed from the guild. */
    ABSENT,
    /** People other than staff can read the channel. */
    OPEN,
    /** The staff guild has no such channel or role. */
    MISSING,
    /** The channel has the wrong type. */
    UNFIT,
    /** The bot lacks a permission there. */
    FORBIDDEN
  }

  /**
   * The subject of an alarm: each has at most one alarm at a time.
   *
   * @param id the id of the channel, category, role or guild
   */
  record Subject(Kind kind, long id) {}
}
