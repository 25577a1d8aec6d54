package dev.switchboard.service;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;
import java.util.Optional;

/** What is wanted of one toggle: plain decisions, and the state that follows from them. */
public sealed interface Toggle {
  /** As a toggle begins: nobody has switched it, and the configuration counts. */
  record Untouched() implements Toggle {}

  /**
   * Switched by an administrator.
   *
   * @param by the name of the token with which it was switched
   * @param since since when it is so
   * @param number the first time is 1
   */
  record Switched(boolean on, String by, Instant since, long number) implements Toggle {}

  /** Asks for it to be on or off. */
  record Switch(boolean on, String by, Instant at) {}

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes(@JsonSubTypes.Type(value = Event.Switched.class, name = "switched"))
  sealed interface Event {
    record Switched(boolean on, String by, Instant at) implements Event {}
  }

  /** What is to be stored; nothing where it is so already. */
  default Optional<Event> decide(Switch command) {
    return switch (this) {
      case Switched(boolean on, _, _, _) when on == command.on() -> Optional.empty();
      case Switched _, Untouched _ ->
          Optional.of(new Event.Switched(command.on(), command.by(), command.at()));
    };
  }

  default Toggle apply(Event event) {
    return switch (event) {
      case Event.Switched(boolean on, String by, Instant at) ->
          new Switched(on, by, at, count() + 1);
    };
  }

  /** How often it was switched. */
  private long count() {
    return switch (this) {
      case Untouched _ -> 0;
      case Switched(_, _, _, long number) -> number;
    };
  }

  /** What that means where the configuration says this. */
  default Position position(boolean configured) {
    return switch (this) {
      case Untouched _ -> new Position(configured, Optional.empty(), Optional.empty(), 0);
      case Switched(boolean on, String by, Instant since, long number) ->
          new Position(on, Optional.of(by), Optional.of(since), number);
    };
  }

  /**
   * How a toggle stands.
   *
   * @param by who switched it, if anybody did
   * @param since since when it is so, if anybody switched it
   * @param number how often it was switched: of two positions the one with the larger is the later
   */
  record Position(boolean on, Optional<String> by, Optional<Instant> since, long number)
      implements ClusterMessage {}
}
