package dev.switchboard.discord.guild;

/** A place or role of the staff guild that the settings name. */
enum NeededPlace {
  INBOX_CATEGORY("inbox category"),
  LOG_CHANNEL("log channel"),
  STAFF_ROLE("staff role");

  private final String inEnglish;

  NeededPlace(String inEnglish) {
    this.inEnglish = inEnglish;
  }

  /** In words for the log and for operators. */
  String inEnglish() {
    return inEnglish;
  }
}
