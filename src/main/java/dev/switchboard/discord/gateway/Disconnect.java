package dev.switchboard.discord.gateway;

/** The end of a gateway connection. */
public sealed interface Disconnect {
  /** Discord closed the connection with a code. */
  record Closed(int code, String reason) implements Disconnect {
    /** The problem that a person has to solve. */
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

  /** The connection broke or was never made. */
  record Broken(String detail) implements Disconnect {}

  /** Discord asked for a new connection (opcode 7). */
  record Asked() implements Disconnect {}

  /** Discord rejected the session (opcode 9). */
  record Invalid(boolean resumable) implements Disconnect {}

  /** We dropped the connection, because more events arrived than could be stored. */
  record Overflown() implements Disconnect {}

  /** A description for people. */
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

  /** The next step. */
  enum Verdict {
    /** Resume the session, which is still valid. */
    RESUME,
    /** Begin a new session, because the old one has ended. */
    IDENTIFY,
    /** New attempts will fail until a person acts. */
    REFUSED
  }

  /**
   * The next step. A session ends with the codes 4007 and 4009 and with every refusal; all other
   * codes keep it valid ("Gateway Close Event Codes" in Discord's documentation).
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
