package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** The place in the staff guild where a ticket is shown. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "place")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Place.Wanted.class, name = "wanted"),
  @JsonSubTypes.Type(value = Place.Channel.class, name = "channel"),
  @JsonSubTypes.Type(value = Place.NoRoom.class, name = "no-room")
})
public sealed interface Place {
  /** A channel is to be made, or is being made. */
  record Wanted() implements Place {}

  /** A text channel of the staff guild. */
  record Channel(long id) implements Place {}

  /** Discord refused a channel; it is requested again after a pause. */
  record NoRoom(Outcome.Refusal reason, String detail, Instant at) implements Place {}
}
