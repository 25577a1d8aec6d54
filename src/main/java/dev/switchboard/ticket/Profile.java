package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;

/** What the community knows of a member when a ticket opens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "profile")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Profile.Present.class, name = "present"),
  @JsonSubTypes.Type(value = Profile.NotThere.class, name = "not-there"),
  @JsonSubTypes.Type(value = Profile.Unknown.class, name = "unknown")
})
public sealed interface Profile {
  /**
   * A member of the community guild.
   *
   * @param nickname empty for none
   * @param joinedAt when they joined
   * @param roles the names of their roles, highest first
   */
  record Present(String nickname, Instant joinedAt, List<String> roles) implements Profile {
    public Present {
      roles = List.copyOf(roles);
    }
  }

  /** No member of the community guild (any more). */
  record NotThere() implements Profile {}

  /** Discord did not tell in time; the ticket opens all the same. */
  record Unknown() implements Profile {}
}
