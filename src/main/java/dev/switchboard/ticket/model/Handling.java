package dev.switchboard.ticket.model;

/**
 * How staff handle a ticket: its properties beside the conversation. Immutable. A journal or a
 * snapshot from before a property existed is read as the property's default.
 */
public record Handling() {
  public static final Handling DEFAULT = new Handling();

  /** The handling after an event. */
  public Handling apply(HandlingEvent event) {
    return this;
  }
}
