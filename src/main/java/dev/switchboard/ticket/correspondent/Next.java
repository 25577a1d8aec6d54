package dev.switchboard.ticket.correspondent;

import java.util.List;

/**
 * The events and steps that follow from a {@link Progress}.
 *
 * @param events to be written to the journal before the first step is carried out
 * @param steps in their order; at most one is a {@link WorkStep.Ask}
 */
record Next(List<Correspondent.Event> events, List<WorkStep> steps) {
  Next {
    events = List.copyOf(events);
    steps = List.copyOf(steps);
  }
}
