package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.Handling;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Priority;
import java.util.List;

/** The events that follow from a change of a ticket's {@link Handling}. Pure. */
final class HandlingDecisions {
  private HandlingDecisions() {}

  /** Empty if the handling is already as the change requests. */
  static List<HandlingEvent> decide(Handling handling, HandlingChange change) {
    return switch (change) {
      case HandlingChange.SetPriority(Priority wanted) ->
          wanted == handling.priority()
              ? List.of()
              : List.of(new HandlingEvent.PrioritySet(wanted));
    };
  }
}
