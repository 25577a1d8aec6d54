package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
   * @param joinedAt when they joined; the epoch where Discord does not say
   * @param roles the names of their roles, highest first
   * @param timedOutUntil until when they may not write in the community, if they are timed out
   * @param pending whether they have still to accept the community's rules
   */
  record Present(
      String nickname,
      Instant joinedAt,
      List<String> roles,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> timedOutUntil,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean pending)
      implements Profile {
    public Present {
      roles = List.copyOf(roles);
      // Journals from before these fields have none.
      timedOutUntil = timedOutUntil == null ? Optional.empty() : timedOutUntil;
    }

    /** A member in good standing. */
    public Present(String nickname, Instant joinedAt, List<String> roles) {
      this(nickname, joinedAt, roles, Optional.empty(), false);
    }

    /** When they joined, where that is known. */
    public Optional<Instant> joined() {
      return Optional.of(joinedAt).filter(at -> !at.equals(Instant.EPOCH));
    }
  }

  /** No member of the community guild (any more). */
  record NotThere() implements Profile {}

  /** Discord did not tell in time; the ticket opens all the same. */
  record Unknown() implements Profile {}
}
