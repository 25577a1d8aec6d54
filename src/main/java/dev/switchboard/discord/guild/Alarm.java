package dev.switchboard.discord.guild;

/**
 * Something that a person has to mend on Discord or in the settings.
 *
 * @param line for people who do not see channels by their ids
 * @param toStaff the same as Discord shows it
 * @param over what staff are told once it is mended
 */
record Alarm(String line, String toStaff, String over) {
  /** What is wrong. */
  enum Kind {
    /** The bot was removed from the guild. */
    ABSENT,
    /** Others than staff read it. */
    OPEN,
    /** No such channel or role is in the staff guild. */
    MISSING,
    /** It is a channel of another kind. */
    UNFIT,
    /** The bot may not do there what it has to. */
    FORBIDDEN
  }

  /**
   * Of what an alarm tells, once as long as it lasts.
   *
   * @param id of the channel, category, role or guild
   */
  record Subject(Kind kind, long id) {}
}
