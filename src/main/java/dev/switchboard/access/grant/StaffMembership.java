package dev.switchboard.access.grant;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to the members and roles of the staff guild, on any node. What was known last counts
 * while Discord is out of reach. Every stage fails where the database is out of reach. Thread-safe.
 */
public interface StaffMembership {
  /** The largest page of {@link #members}, as Discord limits it. */
  int PAGE = 1_000;

  /**
   * The member with that user id; empty where the user is none. Discord is asked for a user of whom
   * nothing is known; the stage fails with {@link StaffUnknown} where it does not answer in 10 s.
   */
  CompletionStage<Optional<Member>> of(long user);

  /**
   * Members by user id, as Discord lists them now. Fails with {@link StaffUnknown} where Discord
   * does not answer.
   *
   * @param after the user id behind which the page begins; 0 for the first page
   * @param limit how many at most, from 1 to {@link #PAGE}; a shorter page is the last
   */
  CompletionStage<List<Member>> members(long after, int limit);

  /**
   * The roles and the owner of the guild. Fails with {@link StaffUnknown} where Discord never told
   * of them.
   */
  CompletionStage<StaffRoles> roles();
}
