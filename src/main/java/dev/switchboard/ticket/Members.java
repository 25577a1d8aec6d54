package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Profile;
import java.util.concurrent.CompletionStage;

/** Look-up of members in the community guild. Thread-safe. */
public interface Members {
  /**
   * Reads a member's profile with one REST call. Never fails; gives {@link Profile.Unknown} after a
   * few seconds at most.
   */
  CompletionStage<Profile> profile(long user);
}
