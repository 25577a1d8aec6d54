package dev.switchboard.discord;

import dev.switchboard.ticket.Outcome;
import dev.switchboard.ticket.Outcome.Refusal;
import java.util.Set;

/** What Discord's error codes mean for a job ("JSON Error Codes", Discord's documentation). */
final class Refusals {
  static final int UNKNOWN_CHANNEL = 10003;
  static final int UNKNOWN_MESSAGE = 10008;
  static final int INVALID_FORM = 50035;

  /**
   * DMs opened too fast, slow mode, write limits, an overloaded resource: said with a 4xx or 5xx
   * other than 429, and gone after a while.
   */
  private static final Set<Integer> PASSING =
      Set.of(20016, 20022, 20028, 20029, 40003, 40062, 130000);

  private static final int UNAUTHORIZED = 401;

  private Refusals() {}

  /**
   * What the refusal means: over, or later. A revoked token is no refusal of the job, which waits
   * until there is another one.
   */
  static Procedure.Verdict verdict(Answer.Refused refused) {
    if (refused.status() == UNAUTHORIZED || PASSING.contains(refused.code())) {
      return new Procedure.Verdict.Later();
    }
    return Procedure.over(new Outcome.Refused(reason(refused), detail(refused)));
  }

  static boolean unauthorized(Answer answer) {
    return answer instanceof Answer.Refused refused && refused.status() == UNAUTHORIZED;
  }

  private static Refusal reason(Answer.Refused refused) {
    return switch (refused.code()) {
      case 50007, 50278 -> Refusal.DM_CLOSED;
      case UNKNOWN_CHANNEL -> Refusal.CHANNEL_GONE;
      case UNKNOWN_MESSAGE -> Refusal.MESSAGE_GONE;
      case 30013 -> Refusal.GUILD_FULL;
      case 50001, 50013 -> Refusal.FORBIDDEN;
      case 40005 -> Refusal.TOO_LARGE;
      default -> refused.status() == 413 ? Refusal.TOO_LARGE : Refusal.INVALID;
    };
  }

  private static String detail(Answer.Refused refused) {
    var code = refused.code() == 0 ? "" : " (" + refused.code() + ")";
    var errors = refused.errors().isObject() ? ": " + refused.errors() : "";
    return refused.message() + code + errors;
  }
}
