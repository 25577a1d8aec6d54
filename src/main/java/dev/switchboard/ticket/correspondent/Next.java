package dev.switchboard.ticket.correspondent;

import java.util.List;

/**
 * What follows from a {@link Progress}.
 *
 * @param events to be written to the journal before the first step is carried out
 * @param steps in their order; at most one of them asks
 */
record Next(List<Correspondent.Event> events, List<WorkStep> steps) {
  Next {
    events = List.copyOf(events);
    steps = List.copyOf(steps);
  }
}
