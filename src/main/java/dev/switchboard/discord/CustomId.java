package dev.switchboard.discord;

/** What Discord gives back when a button of ours is pressed or a form of ours is sent. */
sealed interface CustomId {
  String LATE = "late:";
  String EDIT = "edit:";

  /**
   * The button below a command that came too late.
   *
   * @param print of what the command said when it was offered ({@link ContentPrint}); empty below
   *     lines of versions that had none
   */
  record Late(long message, String print) implements CustomId {}

  /** The form in which a reply is edited. */
  record Edit(int number) implements CustomId {}

  /** Not one of ours, or not of this version. */
  record Unknown() implements CustomId {}

  static String late(long message, String print) {
    return LATE + message + ":" + print;
  }

  static String edit(int number) {
    return EDIT + number;
  }

  static CustomId of(String text) {
    try {
      if (text.startsWith(LATE)) {
        String[] parts = text.substring(LATE.length()).split(":", 2);
        return new Late(Long.parseLong(parts[0]), parts.length > 1 ? parts[1] : "");
      }
      if (text.startsWith(EDIT)) {
        return new Edit(Integer.parseInt(text.substring(EDIT.length())));
      }
      return new Unknown();
    } catch (NumberFormatException _) {
      return new Unknown();
    }
  }
}
