package dev.switchboard.discord;

/** What Discord gives back when a button of ours is pressed or a form of ours is sent. */
sealed interface CustomId {
  String LATE = "late:";
  String EDIT = "edit:";

  /** The button below a command that came too late. */
  record Late(long message) implements CustomId {}

  /** The form in which a reply is edited. */
  record Edit(int number) implements CustomId {}

  /** Not one of ours, or not of this version. */
  record Unknown() implements CustomId {}

  static String late(long message) {
    return LATE + message;
  }

  static String edit(int number) {
    return EDIT + number;
  }

  static CustomId of(String text) {
    try {
      if (text.startsWith(LATE)) {
        return new Late(Long.parseLong(text.substring(LATE.length())));
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
