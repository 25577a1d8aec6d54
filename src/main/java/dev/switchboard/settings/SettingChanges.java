package dev.switchboard.settings;

import dev.switchboard.settings.SettingsBook.Command;
import dev.switchboard.settings.SettingsBook.Decision;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsBook.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Carries changes of settings through, one after another: a value is looked at, its user proves
 * that it could live by it, it is stored, and the user lives by it. If that does not work, the
 * former value comes back before anybody is answered. Safe for use by several threads.
 */
public final class SettingChanges {
  /** Who lives by settings. */
  public interface User {
    /**
     * What speaks against a value, as a port that somebody else has; asked before it is stored,
     * while the former one is still in use. Empty where nothing does.
     */
    CompletionStage<Optional<String>> objection(Setting setting, String value);

    /** Whether what is stored of a setting is not in force until somebody asks for it. */
    default boolean awaitsReload(Setting setting) {
      return false;
    }

    /** Lives by what is stored now, and says how that went. */
    CompletionStage<Felt> live(Setting setting);
  }

  /** How a change is felt. */
  public sealed interface Felt {
    /** It is in force. */
    record AtOnce() implements Felt {}

    /** Its user does not run, and did not before: it will be in force when it does. */
    record NotYet(String why) implements Felt {}

    /** Its user ran, and does not with it. */
    record Broken(String why) implements Felt {}
  }

  /** The answer to a change. */
  public sealed interface Result {
    /**
     * It is stored.
     *
     * @param value what counts now
     * @param isSet whether an administrator set it, rather than the configuration
     * @param restartRequired whether a reload or a restart has to be asked for before it is in
     *     force
     * @param note what else there is to say
     */
    record Done(String value, boolean isSet, boolean restartRequired, Optional<String> note)
        implements Result {}

    /** It cannot be; nothing has changed. */
    record Unusable(String words) implements Result {}

    /** It did not work; what was before is so again. */
    record Conflict(String words) implements Result {}
  }

  private final SettingsStore store;
  private final ConfiguredDefaults configuredDefaults;
  private final User user;
  private final Clock clock;
  private final OneAtATime queue = new OneAtATime();

  public SettingChanges(
      SettingsStore store, ConfiguredDefaults configuredDefaults, User user, Clock clock) {
    this.store = store;
    this.configuredDefaults = configuredDefaults;
    this.user = user;
    this.clock = clock;
  }

  /** Whether what is stored of a setting is not in force until somebody asks for it. */
  public boolean awaitsReload(Setting setting) {
    return user.awaitsReload(setting);
  }

  /** Sets a setting. */
  public CompletionStage<Result> put(Setting setting, String value, String by) {
    Optional<String> objection = setting.kind().objection(value);
    if (objection.isPresent()) {
      return done(new Result.Unusable(objection.get()));
    }
    String canonical = setting.kind().canonical(value);
    return queue.next(() ->
        store
            .read()
            .thenCompose(book -> {
              Held next = new Held(setting, canonical, by, clock.instant());
              return attempt(book, new Command.Put(next, book.of(setting)), canonical);
            }));
  }

  /** Gives a setting its configured value back. */
  public CompletionStage<Result> reset(Setting setting, String by) {
    return queue.next(() ->
        store
            .read()
            .thenCompose(book -> {
              Instant now = clock.instant();
              return attempt(
                  book,
                  new Command.Reset(setting, book.of(setting), by, now),
                  book.unset(setting, configuredDefaults));
            }));
  }

  private CompletionStage<Result> attempt(SettingsBook book, Command command, String value) {
    return switch (book.decide(command, configuredDefaults)) {
      case Decision.Refuse(Refusal refusal) -> done(refused(refusal));
      case Decision.Nothing _ -> done(stored(command.setting(), book, Optional.empty()));
      case Decision.Persist _ ->
          objection(book, command.setting(), value)
              .thenCompose(objection ->
                  objection
                      .map(words -> done(stays(command.setting(), book, words, "")))
                      .orElseGet(() -> keep(book, command)));
    };
  }

  /** A value that is in use already needs no proof. */
  private CompletionStage<Optional<String>> objection(
      SettingsBook book, Setting setting, String value) {
    return value.equals(book.over(configuredDefaults).get(setting))
        ? CompletableFuture.completedStage(Optional.empty())
        : user.objection(setting, value);
  }

  private CompletionStage<Result> keep(SettingsBook former, Command command) {
    return store
        .change(command)
        .thenCompose(outcome ->
            switch (outcome) {
              case SettingsStore.Outcome.Refused(Refusal refusal) -> done(refused(refusal));
              case SettingsStore.Outcome.Kept(SettingsBook book) ->
                  user.live(command.setting())
                      .thenCompose(felt -> felt(former, book, command.setting(), felt));
            });
  }

  private CompletionStage<Result> felt(
      SettingsBook former, SettingsBook book, Setting setting, Felt felt) {
    return switch (felt) {
      case Felt.AtOnce _ -> done(stored(setting, book, Optional.empty()));
      case Felt.NotYet(String why) -> done(stored(setting, book, Optional.of(why)));
      case Felt.Broken(String why) ->
          store
              .change(
                  new Command.Restore(
                      setting, book.of(setting), former.of(setting), why, clock.instant()))
              .thenCompose(outcome ->
                  user.live(setting).thenApply(again -> takenBack(setting, outcome, why, again)));
    };
  }

  /** What was before need not work any more either, and somebody may have been faster. */
  private Result takenBack(Setting setting, SettingsStore.Outcome outcome, String why, Felt again) {
    String after =
        switch (again) {
          case Felt.AtOnce _ -> "";
          case Felt.NotYet(String words) -> ", and " + words;
          case Felt.Broken(String words) -> ", and " + words;
        };
    return switch (outcome) {
      case SettingsStore.Outcome.Kept(SettingsBook book) -> stays(setting, book, why, after);
      case SettingsStore.Outcome.Refused(Refusal refusal) ->
          new Result.Conflict(
              "%s; it cannot be taken back: %s%s".formatted(why, refusal.words(), after));
    };
  }

  private Result stored(Setting setting, SettingsBook book, Optional<String> note) {
    boolean later = setting.effect() == Effect.LATER;
    return new Result.Done(
        value(setting, book),
        book.of(setting).isPresent(),
        later || user.awaitsReload(setting),
        later ? Optional.of("kept for " + setting.consumer().words()) : note);
  }

  private Result stays(Setting setting, SettingsBook book, String why, String after) {
    String shown = setting.isSecret() ? "what it was" : value(setting, book);
    return new Result.Conflict(
        "%s; %s stays %s%s".formatted(why, setting.wireName(), shown, after));
  }

  private String value(Setting setting, SettingsBook book) {
    Map<Setting, String> values = book.over(configuredDefaults);
    return values.getOrDefault(setting, "");
  }

  private static Result refused(Refusal refusal) {
    return switch (refusal.why()) {
      case UNUSABLE -> new Result.Unusable(refusal.words());
      case CHANGED_MEANWHILE -> new Result.Conflict(refusal.words());
    };
  }

  private static CompletionStage<Result> done(Result result) {
    return CompletableFuture.completedStage(result);
  }
}
