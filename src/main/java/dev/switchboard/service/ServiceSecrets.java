package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Secrets for services that nobody gave one: each is made once, of 256 random bits in characters
 * that all programs take, and kept with the settings.
 */
record ServiceSecrets(ManagedServices.Stored stored, Clock clock) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /** Whose they are, in the journal. */
  private static final String GENERATED = "generated";

  /** The values of all settings, with a secret where the service needs one. */
  CompletionStage<Map<Setting, String>> with(ManagedService service) {
    CompletionStage<SettingsBook> book = stored.settings().read();
    for (Setting setting : service.settings()) {
      if (setting.isSecret()) {
        book = book.thenCompose(now -> with(setting, now));
      }
    }
    return book.thenApply(now -> now.over(stored.configured()));
  }

  private CompletionStage<SettingsBook> with(Setting setting, SettingsBook book) {
    if (!book.unset(setting, stored.configured()).isEmpty()) {
      return CompletableFuture.completedStage(book);
    }
    SettingsBook.Held secret = new SettingsBook.Held(setting, random(), GENERATED, clock.instant());
    return stored
        .settings()
        .change(new SettingsBook.Command.Generate(secret))
        .thenApply(outcome ->
            switch (outcome) {
              case SettingsStore.Outcome.Kept(SettingsBook next) -> next;
              case SettingsStore.Outcome.Refused(SettingsBook.Refusal refusal) ->
                  throw new IllegalStateException("no secret is kept: " + refusal.words());
            });
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
