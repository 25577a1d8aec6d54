package dev.switchboard.settings;

import dev.switchboard.entity.ClusterMessage;
import java.util.concurrent.CompletionStage;

/** The port to the settings as they are stored. Every stage fails where the database is away. */
public interface SettingsStore {
  /** The answer to {@link #change}. */
  sealed interface Outcome extends ClusterMessage {
    /**
     * It is so now, for good.
     *
     * @param book with the change
     */
    record Kept(SettingsBook book) implements Outcome {}

    record Refused(SettingsBook.Refusal refusal) implements Outcome {}
  }

  /** All that is set. */
  CompletionStage<SettingsBook> read();

  CompletionStage<Outcome> change(SettingsBook.Command command);
}
