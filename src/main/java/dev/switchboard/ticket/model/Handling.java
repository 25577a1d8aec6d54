package dev.switchboard.ticket.model;

/**
 * How staff handle a ticket: its properties beside the conversation. Immutable. A journal or a
 * snapshot from before a property existed is read as the property's default.
 */
public record Handling(Priority priority) {
  public static final Handling DEFAULT = new Handling(Priority.NORMAL);

  public Handling {
    // Older snapshots have no priority.
    priority = priority == null ? Priority.NORMAL : priority;
  }

  /** The handling after an event. */
  public Handling apply(HandlingEvent event) {
    return switch (event) {
      case HandlingEvent.PrioritySet(Priority set) -> new Handling(set);
    };
  }
}
