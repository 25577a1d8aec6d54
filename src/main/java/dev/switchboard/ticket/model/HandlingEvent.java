package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A changed property of a ticket's {@link Handling}. The journal keeps it for ever in {@link
 * TicketEvent.Handled}, under a short logical name.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = HandlingEvent.PrioritySet.class, name = "priority-set")})
public sealed interface HandlingEvent {
  record PrioritySet(Priority priority) implements HandlingEvent {}
}
