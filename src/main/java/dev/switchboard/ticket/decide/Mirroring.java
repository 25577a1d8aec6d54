package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Deed;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.show.ReactionText;
import java.time.Instant;
import java.util.Optional;

/** What follows from what became of a reaction that was to be shown on the other side. */
abstract class Mirroring extends TicketSide {
  Mirroring(DecisionBuilder draft) {
    super(draft);
  }

  /** A reaction that Discord cannot show is said in words. */
  void sayReaction(Deed.Mirror mirror, Outcome.Refusal reason, Instant at) {
    if (mirror.target() != Deed.Target.MEMBER || ReactionText.isTold(reason)) {
      say(mirror, at);
    }
  }

  /**
   * Where words stand for a reaction that was taken away on Discord, or was not there to be taken
   * away, its end is said in words, too.
   */
  void done(TicketEvent.Planned planned, Instant at) {
    Optional<Deed.Mirror> worded =
        Optional.of(planned.deed())
            .filter(Deed.Mirror.class::isInstance)
            .map(Deed.Mirror.class::cast)
            .filter(mirror -> !mirror.added() && isWorded(mirror));
    draft.happen(new TicketEvent.Done(planned.post(), at));
    worded.ifPresent(mirror -> say(mirror, at));
  }

  private boolean isWorded(Deed.Mirror mirror) {
    return switch (mirror.target()) {
      case STAFF -> isReactionSaid(numberOf(mirror), mirror.message(), mirror.emoji(), true);
      case MEMBER -> book().isWorded(mirror.message(), mirror.emoji());
      case LOG -> false;
    };
  }

  private void say(Deed.Mirror mirror, Instant at) {
    if (open) {
      switch (mirror.target()) {
        case STAFF ->
            sayReaction(numberOf(mirror), mirror.message(), mirror.emoji(), mirror.added(), at);
        case MEMBER -> tell(Deed.Purpose.NOTICE, forMember(mirror), at);
        case LOG -> {}
      }
    }
  }

  private String forMember(Deed.Mirror mirror) {
    Optional<Entry> entry =
        book().bySource(mirror.message()).or(() -> numberOf(mirror)).flatMap(book()::entry);
    return ReactionText.forMember(
        rules.settings().signing().anonymousName(), entry, mirror.emoji(), mirror.added());
  }

  private Optional<Integer> numberOf(Deed.Mirror mirror) {
    return book()
        .byMessage(mirror.message())
        .flatMap(shown -> shown.numbers().stream().findFirst());
  }
}
