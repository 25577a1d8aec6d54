package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.ReactionText;
import java.time.Instant;
import java.util.Optional;

/** The decisions about the outcome of a mirrored reaction. */
abstract class ReactionMirroring extends TicketSide {
  ReactionMirroring(DecisionBuilder draft) {
    super(draft);
  }

  /** Describes in a text a reaction that Discord cannot show. */
  void sayReaction(PlannedAction.Mirror mirror, Outcome.Refusal reason, Instant at) {
    if (mirror.target() != PlannedAction.Target.MEMBER || ReactionText.isTold(reason)) {
      say(mirror, at);
    }
  }

  /**
   * After a reaction was removed on Discord, or was not there, its removal is described in a text
   * if the reaction was.
   */
  void done(TicketEvent.Planned planned, Instant at) {
    Optional<PlannedAction.Mirror> worded =
        Optional.of(planned.deed())
            .filter(PlannedAction.Mirror.class::isInstance)
            .map(PlannedAction.Mirror.class::cast)
            .filter(mirror -> !mirror.added() && isWorded(mirror));
    draft.happen(new TicketEvent.Done(planned.post(), at));
    worded.ifPresent(mirror -> say(mirror, at));
  }

  private boolean isWorded(PlannedAction.Mirror mirror) {
    return switch (mirror.target()) {
      case STAFF -> isReactionSaid(numberOf(mirror), mirror.message(), mirror.emoji(), true);
      case MEMBER -> book().isWorded(mirror.message(), mirror.emoji());
      case LOG -> false;
    };
  }

  private void say(PlannedAction.Mirror mirror, Instant at) {
    if (open) {
      switch (mirror.target()) {
        case STAFF ->
            sayReaction(numberOf(mirror), mirror.message(), mirror.emoji(), mirror.added(), at);
        case MEMBER -> tell(PlannedAction.Purpose.NOTICE, forMember(mirror), at);
        case LOG -> {}
      }
    }
  }

  private String forMember(PlannedAction.Mirror mirror) {
    Optional<Entry> entry =
        book().bySource(mirror.message()).or(() -> numberOf(mirror)).flatMap(book()::entry);
    return words(
        ReactionText.forMember(
            rules.settings().signing().anonymousName(), entry, mirror.emoji(), mirror.added()));
  }

  private Optional<Integer> numberOf(PlannedAction.Mirror mirror) {
    return book()
        .byMessage(mirror.message())
        .flatMap(sentPost -> sentPost.numbers().stream().findFirst());
  }
}
