package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.guild.ChannelPlacement;
import dev.switchboard.ticket.model.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates an overflow category and checks the result. A category that people outside the inbox
 * category's audience can see is corrected once, then deleted; after that none is made for a while.
 */
final class CategoryCreation {
  private enum Step {
    MAKE,
    MEND,
    REMOVE
  }

  /** The next step after a call. */
  sealed interface Result {
    /** Another call follows, after a pause if {@code later}. */
    record Next(boolean later) implements Result {}

    /** The category may have been created; only the list of the guild's channels shows it. */
    record InDoubt() implements Result {}

    /** A category exists or may exist: choose the place for the channel again. */
    record Made() implements Result {}

    /** No category can be created now. */
    record Not(Outcome outcome) implements Result {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(CategoryCreation.class);

  private final ChannelPlacement placement;
  private final String name;
  private Step step;
  private long category;

  private CategoryCreation(ChannelPlacement placement, Step step, String name, long category) {
    this.placement = placement;
    this.step = step;
    this.name = name;
    this.category = category;
  }

  static CategoryCreation of(
      ChannelPlacement placement, ChannelPlacement.Placement.Missing missing) {
    return new CategoryCreation(placement, Step.MAKE, missing.name(), 0);
  }

  static CategoryCreation of(ChannelPlacement placement, ChannelPlacement.Placement.Misfit misfit) {
    return new CategoryCreation(placement, Step.MEND, misfit.name(), misfit.category());
  }

  Call next() {
    return switch (step) {
      case MAKE ->
          Call.post("/guilds/{guild}/channels", placement.guild())
              .withBody(placement.category(name));
      case MEND -> {
        var body = JsonNodeFactory.instance.objectNode();
        placement.overwritesOfInbox(body);
        yield Call.patch("/channels/{channel}", category).withBody(body);
      }
      case REMOVE ->
          Call.delete("/channels/{channel}", category)
              .withAuditReason("it cannot be made as private as the inbox");
    };
  }

  /**
   * Interprets Discord's answer.
   *
   * @param now the time of the call
   */
  Result judge(Answer answer, long now) {
    return switch (answer) {
      case Answer.Ok ok when step == Step.REMOVE -> removed(now);
      case Answer.Ok ok -> looked(ok.body());
      case Answer.Refused refused -> refused(refused, now);
      case Answer.Failed _, Answer.Unreachable _, Answer.Limited _ ->
          step == Step.MAKE ? new Result.InDoubt() : new Result.Next(true);
    };
  }

  private Result looked(JsonNode body) {
    long made = body.path("id").asLong(0);
    placement.directory().learnChannel(placement.guild(), body);
    if (made == 0) {
      return step == Step.MAKE ? new Result.InDoubt() : new Result.Next(true);
    }
    category = made;
    if (placement.isAsPrivateAsTheInbox(made)) {
      placement.categories().lift();
      return new Result.Made();
    }
    step = step == Step.MAKE ? Step.MEND : Step.REMOVE;
    return new Result.Next(false);
  }

  private Result refused(Answer.Refused refused, long now) {
    if (!(Refusals.verdict(refused) instanceof Procedure.Verdict.Over(Outcome outcome))) {
      return new Result.Next(true);
    }
    boolean gone = refused.code() == Refusals.UNKNOWN_CHANNEL;
    return switch (step) {
      case MAKE -> new Result.Not(outcome);
      case MEND -> {
        if (gone) {
          placement.directory().forgetChannel(category);
          yield new Result.Made();
        }
        step = Step.REMOVE;
        yield new Result.Next(false);
      }
      case REMOVE -> gone ? removed(now) : stands(now);
    };
  }

  private Result removed(long now) {
    placement.directory().forgetChannel(category);
    return not("", now);
  }

  private Result stands(long now) {
    return not(" It could not be deleted: hide or delete it by hand.", now);
  }

  private Result not(String more, long now) {
    String why =
        "the category \"%s\" for more tickets came out otherwise than the inbox: others could see it. The bot needs Manage Roles and Manage Channels, or make the category by hand.%s"
            .formatted(name, more);
    LOG.error("No channels for more tickets: {}", why);
    placement.categories().raise(why, now);
    return new Result.Not(new Outcome.Refused(Outcome.Refusal.FORBIDDEN, why));
  }
}
