package dev.switchboard.discord.api;

import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.Outcome.Refusal;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/**
 * The meaning of Discord's error codes for a job ("JSON Error Codes" in its documentation). Only
 * codes about the member, channel, message or text are final; all others are temporary, and the job
 * is tried again.
 */
public final class Refusals {
  public static final int UNKNOWN_CHANNEL = 10003;
  public static final int UNKNOWN_MESSAGE = 10008;
  public static final int EMPTY_MESSAGE = 50006;
  public static final int MISSING_PERMISSIONS = 50013;
  public static final int INVALID_FORM = 50035;

  /**
   * DMs opened too fast, slow mode, write limits, an overloaded resource, an index being built:
   * sent with a 4xx or 5xx other than 429, and temporary.
   */
  private static final Set<Integer> PASSING =
      Set.of(20016, 20022, 20028, 20029, 40003, 40004, 40006, 40062, 110000, 110001, 130000);

  /**
   * The request does not fit its target, and only its author can change that. Not included are
   * codes about the bot or the connection (20026 flagged as spam, 40001, 50014 and 50025 the token,
   * 40002 and 50178 an account to be verified, 40333 blocked by Discord's front, 50041 the version
   * of the API).
   */
  private static final Set<Integer> FINAL =
      Set.of(
          // Not for this caller, or not with this content
          20001,
          20002,
          20009,
          20012,
          20018,
          20024,
          20031,
          20035,
          // Conflicts with the present state: too large, banned, posted already, tags, answered
          40005,
          40007,
          40018,
          40019,
          40032,
          40033,
          40041,
          40043,
          40058,
          40060,
          40061,
          40066,
          40067,
          40074,
          40094,
          // Access, permissions, direct messages
          50001,
          50002,
          50003,
          50004,
          50005,
          50006,
          50007,
          50008,
          50009,
          50010,
          50011,
          50013,
          50278,
          50600,
          60003,
          // Forms, messages, files, channels
          50015,
          50016,
          50019,
          50020,
          50021,
          50024,
          50027,
          50028,
          50033,
          50034,
          50035,
          50036,
          50045,
          50046,
          50055,
          50057,
          50068,
          50070,
          50074,
          50080,
          50081,
          50083,
          50084,
          50085,
          50086,
          50091,
          50097,
          50101,
          50109,
          50110,
          50123,
          50124,
          50131,
          50132,
          50138,
          50144,
          50145,
          50146,
          50151,
          50159,
          50160,
          50161,
          50162,
          50163,
          50173,
          50192,
          // Users, reactions, replies and threads
          80004,
          90001,
          90002,
          160002,
          160004,
          160005,
          160006,
          160007,
          160014,
          170001,
          170002,
          170003,
          170004,
          170005,
          170006,
          170007,
          180000,
          180002,
          // AutoMod, forums' webhooks, harmful links, polls
          200000,
          200001,
          220001,
          220002,
          220003,
          220004,
          240000,
          520000,
          520001,
          520002,
          520003,
          520004,
          520006);

  private static final int UNAUTHORIZED = 401;

  private Refusals() {}

  /**
   * Whether a 4xx with this code is about the call: final, or known to be temporary. A refusal of
   * the token counts, too.
   */
  static boolean concernsTheCall(int status, int code) {
    return status == UNAUTHORIZED || PASSING.contains(code) || isFinal(code);
  }

  /**
   * Whether the code is final. Two families are: an unknown object (10xxx), and a limit that is
   * reached (30xxx). 30046, too many edits of an old message, is temporary, but all later jobs of
   * the channel would wait for its end; it comes with status 429.
   */
  public static boolean isFinal(int code) {
    return (code > 10_000 && code < 10_200)
        || (code > 30_000 && code < 30_100)
        || FINAL.contains(code);
  }

  /**
   * The verdict for a refusal: over, or later. A revoked token does not end the job, which waits
   * until there is a new one.
   */
  public static Procedure.Verdict verdict(Answer.Refused refused) {
    if (refused.status() == UNAUTHORIZED || !isFinal(refused.code())) {
      return new Procedure.Verdict.Later();
    }
    return Procedure.over(new Outcome.Refused(reason(refused), detail(refused)));
  }

  /** A missing copy of a file counts as too large, so that the words are sent with a link. */
  public static Procedure.Verdict ofUnreadable(Throwable why) {
    return why instanceof NoSuchFileException
        ? Procedure.over(
            new Outcome.Refused(
                Refusal.TOO_LARGE, "our copy of a file is missing: " + why.getMessage()))
        : new Procedure.Verdict.Later();
  }

  public static boolean unauthorized(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.status() == UNAUTHORIZED;
  }

  private static Refusal reason(Answer.Refused refused) {
    return switch (refused.code()) {
      case 50007 -> Refusal.DM_CLOSED;
      case 50278 -> Refusal.NO_COMMON_GUILD;
      case UNKNOWN_CHANNEL -> Refusal.CHANNEL_GONE;
      case UNKNOWN_MESSAGE -> Refusal.MESSAGE_GONE;
      case 30013 -> Refusal.GUILD_FULL;
      case 50001, MISSING_PERMISSIONS -> Refusal.FORBIDDEN;
      case 40005, 50045 -> Refusal.TOO_LARGE;
      default -> refused.status() == 413 ? Refusal.TOO_LARGE : Refusal.INVALID;
    };
  }

  private static String detail(Answer.Refused refused) {
    var code = refused.code() == 0 ? "" : " (" + refused.code() + ")";
    var errors = refused.errors().isObject() ? ": " + refused.errors() : "";
    return refused.message() + code + errors;
  }
}
