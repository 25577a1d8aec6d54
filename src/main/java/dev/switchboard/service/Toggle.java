package dev.switchboard.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of a toggle and its decisions. */
public sealed interface Toggle {
  /** The first state of a toggle: nobody has switched it, so the configured position holds. */
  record Untouched() implements Toggle {}

  /**
   * The state of a toggle that an administrator has switched.
   *
   * @param by the name of the token with which it was switched
   * @param since the time of the switch
   * @param number the number of switches so far, from 1
   */
  record Switched(boolean on, String by, Instant since, long number) implements Toggle {}

  /** The command to switch the toggle. */
  record Switch(boolean on, String by, Instant at) {}

  /** The command to switch the toggle off and on again, or on where it is off. */
  record Renewal(String by, Instant at) {}

  /** The event of a toggle, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes(@JsonSubTypes.Type(value = Event.Switched.class, name = "switched"))
  sealed interface Event {
    record Switched(boolean on, String by, Instant at) implements Event {}
  }

  /** The event that follows from a command; empty if the toggle is in that position already. */
  default Optional<Event> decide(Switch command) {
    return switch (this) {
      case Switched(boolean on, _, _, _) when on == command.on() -> Optional.empty();
      case Switched _, Untouched _ ->
          Optional.of(new Event.Switched(command.on(), command.by(), command.at()));
    };
  }

  /**
   * The events that switch the toggle off and on again, or on where it is off. They are stored in
   * one write, so that nothing is left off by a crash between them.
   */
  default List<Event> renew(boolean configured, Renewal command) {
    Event on = new Event.Switched(true, command.by(), command.at());
    return position(configured).on()
        ? List.of(new Event.Switched(false, command.by(), command.at()), on)
        : List.of(on);
  }

  default Toggle apply(Event event) {
    return switch (event) {
      case Event.Switched(boolean on, String by, Instant at) ->
          new Switched(on, by, at, count() + 1);
    };
  }

  /** The number of switches so far. */
  private long count() {
    return switch (this) {
      case Untouched _ -> 0;
      case Switched(_, _, _, long number) -> number;
    };
  }

  /** The position of the toggle, with the configured one for a toggle that was never switched. */
  default Position position(boolean configured) {
    return switch (this) {
      case Untouched _ -> new Position(configured, Optional.empty(), Optional.empty(), 0);
      case Switched(boolean on, String by, Instant since, long number) ->
          new Position(on, Optional.of(by), Optional.of(since), number);
    };
  }

  /**
   * The position of a toggle.
   *
   * @param by the administrator that switched it last, if it was ever switched
   * @param since the time of the last switch, if it was ever switched
   * @param number the number of switches so far; of two positions, the one with the larger number
   *     is the later one
   */
  record Position(boolean on, Optional<String> by, Optional<Instant> since, long number)
      implements ClusterMessage {}
}
