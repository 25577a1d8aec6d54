package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Profile;
import java.util.concurrent.CompletionStage;

/** What is known of the community's members. Thread-safe. */
public interface Members {
  /** One REST call; never fails, answers {@link Profile.Unknown} after a few seconds at most. */
  CompletionStage<Profile> profile(long user);
}
