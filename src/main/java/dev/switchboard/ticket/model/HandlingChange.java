package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A change of a ticket's {@link Handling} that staff request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = HandlingChange.SetPriority.class, name = "set-priority")})
public sealed interface HandlingChange {
  /** The property that changes, as the audit log names it. */
  String property();

  /** The new value as one word; never text that people wrote. */
  String value();

  record SetPriority(Priority priority) implements HandlingChange {
    @Override
    public String property() {
      return "priority";
    }

    @Override
    public String value() {
      return priority.word();
    }
  }
}
