package dev.switchboard.ticket;

import java.time.Instant;
import java.util.List;

/** What the community knows of a member when a ticket opens. */
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
