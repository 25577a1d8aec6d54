package dev.switchboard.lookup;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The port to the overrides. Every stage fails where the database is out of reach. */
public interface NameOverrides {
  /** Adds one, or replaces the one of the same host. */
  CompletionStage<Overrides.Outcome> put(Overrides.NameOverride nameOverride, String by);

  /** Takes one away. */
  CompletionStage<Overrides.Outcome> drop(String host, String by);

  /** All of them, by host. */
  CompletionStage<List<Overrides.NameOverride>> all();
}
