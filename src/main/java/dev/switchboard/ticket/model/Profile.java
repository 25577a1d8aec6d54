package dev.switchboard.ticket.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The profile of a member in the community guild when a ticket opens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "profile")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Profile.Present.class, name = "present"),
  @JsonSubTypes.Type(value = Profile.NotThere.class, name = "not-there"),
  @JsonSubTypes.Type(value = Profile.Unknown.class, name = "unknown")
})
public sealed interface Profile extends ClusterMessage {
  /**
   * A member of the community guild.
   *
   * @param nickname empty for none
   * @param joinedAt the instant of the join; empty if Discord does not give it
   * @param roles the names of their roles, highest first
   * @param timedOutUntil the end of a time-out; empty for none
   * @param pending whether they have not yet accepted the rules of the community
   */
  record Present(
      String nickname,
      Optional<Instant> joinedAt,
      List<String> roles,
      Optional<Instant> timedOutUntil,
      boolean pending)
      implements Profile {
    public Present {
      // Older journals have the epoch for an unknown instant, and neither time-out nor pending.
      joinedAt =
          joinedAt == null ? Optional.empty() : joinedAt.filter(at -> at.isAfter(Instant.EPOCH));
      roles = List.copyOf(roles);
      timedOutUntil = timedOutUntil == null ? Optional.empty() : timedOutUntil;
    }

    /** A member without a time-out who has accepted the rules. */
    public Present(String nickname, Instant joinedAt, List<String> roles) {
      this(nickname, Optional.of(joinedAt), roles, Optional.empty(), false);
    }
  }

  /** No member of the community guild (any more). */
  record NotThere() implements Profile {}

  /** Discord did not answer in time; the ticket opens nevertheless. */
  record Unknown() implements Profile {}
}
