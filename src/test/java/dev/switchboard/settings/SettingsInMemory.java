package dev.switchboard.settings;

import dev.switchboard.access.Principal;
import dev.switchboard.entity.Decision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@link SettingsStore} without a database, by the decisions of {@link SettingsBook}. For tests.
 */
public final class SettingsInMemory implements SettingsStore {
  private final ConfiguredDefaults configured;
  private SettingsBook book = SettingsBook.EMPTY;
  private long version;

  public SettingsInMemory(ConfiguredDefaults configured) {
    this.configured = configured;
  }

  @Override
  public synchronized CompletionStage<SettingsBook> read() {
    return CompletableFuture.completedStage(book);
  }

  @Override
  public synchronized CompletionStage<Outcome> change(SettingsBook.Command command, Principal by) {
    Decision<SettingsBook.Event, Outcome> decision = book.decide(command, configured);
    decision.events().forEach(this::store);
    return CompletableFuture.completedStage(decision.reply());
  }

  @Override
  public synchronized CompletionStage<SettingsBatch.Present> readVersion() {
    return CompletableFuture.completedStage(new SettingsBatch.Present(book, version));
  }

  @Override
  public synchronized CompletionStage<SettingsBatch.Outcome> changeAll(
      SettingsBatch batch, Principal by) {
    Decision<SettingsBook.Event, SettingsBatch.Outcome> decision =
        batch.decide(book, version, configured);
    decision.events().forEach(this::store);
    return CompletableFuture.completedStage(decision.reply());
  }

  private void store(SettingsBook.Event event) {
    book = book.apply(event);
    version++;
  }
}
