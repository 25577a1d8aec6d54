package dev.switchboard.service;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Surface;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingsBook;
import dev.switchboard.settings.SettingsStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The secrets of services for which nobody set a secret. Each is made once, from 256 random bits,
 * in characters that all programs accept, and is stored with the settings.
 */
record ServiceSecrets(ManagedServices.Stored stored, Clock clock) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /** The principal in the journal in place of an administrator. */
  private static final Principal GENERATED =
      new Principal.Component(
          "generated", new Principal.Source(Surface.NODE, Optional.empty(), "generated"));

  /** The values of all settings, with a secret for each setting of the service that needs one. */
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
    SettingsBook.Held secret =
        new SettingsBook.Held(setting, random(), GENERATED.name(), clock.instant());
    return stored
        .settings()
        .change(new SettingsBook.Command.Generate(secret), GENERATED)
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
