package dev.switchboard.lookup;

import dev.switchboard.access.Principal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The port to the overrides of host names. Every stage fails if the database is out of reach. */
public interface NameOverrides {
  /** Adds an override, or replaces the override of the same host. */
  CompletionStage<Overrides.Outcome> put(Overrides.NameOverride nameOverride, Principal by);

  /** Removes an override. */
  CompletionStage<Overrides.Outcome> drop(String host, Principal by);

  /** All overrides, ordered by host. */
  CompletionStage<List<Overrides.NameOverride>> all();
}
