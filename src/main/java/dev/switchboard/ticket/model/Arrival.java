package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** Something that a member did in their DMs, stored in the inbox and not yet taken by a ticket. */
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
   * Discord's identity of the fact; the inbox's primary key.
   *
   * @param kind {@code message}, {@code edit}, {@code delete}, {@code reaction}
   * @param key unique within the kind
   */
  record Id(String kind, String key) {}

  /** They wrote. */
  record Wrote(Id id, Member author, long channel, long message, Content content, Instant at)
      implements Arrival {
    @Override
    public long user() {
      return author.id();
    }
  }

  /**
   * They changed what they wrote.
   *
   * @param content what it says now; empty where Discord did not tell it
   */
  record Edited(Id id, long user, long message, Optional<Content> content, Instant at)
      implements Arrival {}

  /** They deleted what they wrote. */
  record Deleted(Id id, long user, long message, Instant at) implements Arrival {}

  /**
   * Discord told by a message of its own what they did, such as that they pinned one.
   *
   * @param line for staff
   */
  record Noticed(Id id, long user, long message, String line, Instant at) implements Arrival {}

  /** They reacted to a message, or took it back. */
  record Reacted(Id id, long user, long message, String emoji, boolean added) implements Arrival {}
}
