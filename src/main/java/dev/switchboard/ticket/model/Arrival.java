package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** An event of a member's DMs, stored in the inbox and not yet taken by a ticket. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "arrival")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Arrival.Wrote.class, name = "wrote"),
  @JsonSubTypes.Type(value = Arrival.Edited.class, name = "edited"),
  @JsonSubTypes.Type(value = Arrival.Deleted.class, name = "deleted"),
  @JsonSubTypes.Type(value = Arrival.Reacted.class, name = "reacted"),
  @JsonSubTypes.Type(value = Arrival.Noticed.class, name = "noticed")
})
public sealed interface Arrival {
  Id id();

  long user();

  /**
   * The identity that Discord gives to the event; the inbox's primary key.
   *
   * @param kind {@code message}, {@code edit}, {@code delete}, {@code reaction}
   * @param key unique within the kind
   */
  record Id(String kind, String key) {}

  /** The member wrote a message. */
  record Wrote(Id id, Member author, long channel, long message, Content content, Instant at)
      implements Arrival {
    @Override
    public long user() {
      return author.id();
    }
  }

  /**
   * The member edited a message.
   *
   * @param content the new content; empty if Discord did not send it
   */
  record Edited(Id id, long user, long message, Optional<Content> content, Instant at)
      implements Arrival {}

  /** The member deleted a message. */
  record Deleted(Id id, long user, long message, Instant at) implements Arrival {}

  /**
   * Discord's own message about an action of the member, such as pinning a message.
   *
   * @param line the text for staff
   */
  record Noticed(Id id, long user, long message, String line, Instant at) implements Arrival {}

  /** The member reacted to a message, or removed a reaction. */
  record Reacted(Id id, long user, long message, String emoji, boolean added) implements Arrival {}
}
