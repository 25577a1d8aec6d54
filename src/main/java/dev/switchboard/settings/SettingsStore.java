package dev.switchboard.settings;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.ClusterMessage;
import java.util.concurrent.CompletionStage;

/** The port to the stored settings. Every stage fails if the database is out of reach. */
public interface SettingsStore {
  /** The answer to {@link #change}. */
  sealed interface Outcome extends ClusterMessage {
    /**
     * The change is stored.
     *
     * @param book the settings with the change
     */
    record Kept(SettingsBook book) implements Outcome {}

    record Refused(SettingsBook.Refusal refusal) implements Outcome {}
  }

  /** All settings that are set. */
  CompletionStage<SettingsBook> read();

  /**
   * Changes one setting. Fails with {@link dev.switchboard.access.NotPermitted} where the principal
   * lacks the right {@link dev.switchboard.access.Right#CHANGE_SETTINGS}.
   */
  CompletionStage<Outcome> change(SettingsBook.Command command, Principal by);

  /** All settings that are set, with their version. */
  CompletionStage<SettingsBatch.Present> readVersion();

  /** Changes several settings, all or none. Fails as {@link #change}. */
  CompletionStage<SettingsBatch.Outcome> changeAll(SettingsBatch batch, Principal by);
}
