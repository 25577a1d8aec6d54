package dev.switchboard.discord.gateway;

/** How a gateway connection ended. */
public sealed interface Disconnect {
  /** Discord closed it with a code. */
  record Closed(int code, String reason) implements Disconnect {
    /** What somebody has to mend. */
    String remedy() {
      return switch (code) {
        case 4004 -> "the bot's token is not valid (any more)";
        case 4011, 4010 -> "the bot is in too many guilds for one connection";
        case 4012 -> "this version of the gateway is not served any more";
        case 4013 -> "an intent is not known to Discord";
        case 4014 ->
            "the Server Members Intent and the Message Content Intent have to be switched on for the"
                + " bot in Discord's developer portal";
        default -> words();
      };
    }
  }

  /** It broke, or was never made. */
  record Broken(String detail) implements Disconnect {}

  /** Discord asked for a new one (opcode 7). */
  record Asked() implements Disconnect {}

  /** Discord does not take the session (opcode 9). */
  record Invalid(boolean resumable) implements Disconnect {}

  /** We dropped it ourselves, since more came in than could be stored. */
  record Overflown() implements Disconnect {}

  /** For people. */
  default String words() {
    return switch (this) {
      case Closed(int code, String reason) ->
          "closed by Discord with " + code + (reason.isEmpty() ? "" : " (" + reason + ")");
      case Broken(String detail) -> detail;
      case Asked() -> "Discord asked for a new connection";
      case Invalid(boolean resumable) ->
          resumable ? "Discord asked to resume" : "Discord has forgotten the session";
      case Overflown() -> "more events waited for the database than are kept in memory";
    };
  }

  /** What is to be done now. */
  enum Verdict {
    /** The session lives: go on with it. */
    RESUME,
    /** The session is gone: begin a new one. */
    IDENTIFY,
    /** Trying again changes nothing until somebody acts. */
    REFUSED
  }

  /**
   * What follows. ("Gateway Close Event Codes", Discord's documentation: a session ends by 4007,
   * 4009, and by what is refused; all other codes leave it alive.)
   */
  default Verdict verdict() {
    return switch (this) {
      case Closed(int code, String reason) ->
          switch (code) {
            case 4004, 4010, 4011, 4012, 4013, 4014 -> Verdict.REFUSED;
            case 4007, 4009 -> Verdict.IDENTIFY;
            default -> Verdict.RESUME;
          };
      case Invalid(boolean resumable) -> resumable ? Verdict.RESUME : Verdict.IDENTIFY;
      case Broken broken -> Verdict.RESUME;
      case Asked asked -> Verdict.RESUME;
      case Overflown overflown -> Verdict.RESUME;
    };
  }
}
