package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A change that staff want of a ticket's {@link Handling}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = HandlingChange.SetPriority.class, name = "set-priority")})
public sealed interface HandlingChange {
  record SetPriority(Priority priority) implements HandlingChange {}
}
