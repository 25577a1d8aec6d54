package dev.switchboard.settings;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.entity.Decision;
import dev.switchboard.settings.SettingsBook.Command;
import dev.switchboard.settings.SettingsBook.Held;
import dev.switchboard.settings.SettingsBook.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Makes changes of settings, one after another: a value is checked, then tried by its user, then
 * stored, then applied. If it cannot be applied, the former value is restored before the caller is
 * answered. Thread-safe.
 */
public final class SettingChanges {
  /** The parts of the server that use settings. */
  public interface User {
    /**
     * The objection to a value, such as a port that is taken; empty for none. Called before the
     * value is stored, while the former value is in use.
     */
    CompletionStage<Optional<String>> objection(Setting setting, String value);

    /** Whether the stored value of a setting takes effect only after a reload. */
    default boolean awaitsReload(Setting setting) {
      return false;
    }

    /** Applies the stored value; completes with the result. */
    CompletionStage<Felt> live(Setting setting);
  }

  /** The result of applying a value. */
  public sealed interface Felt {
    /** The value is in effect. */
    record AtOnce() implements Felt {}

    /** Its user does not run, and did not before: the value takes effect when it runs. */
    record NotYet(String why) implements Felt {}

    /** Its user ran before, and does not run with the value. */
    record Broken(String why) implements Felt {}
  }

  /** The answer to a change. */
  public sealed interface Result {
    /**
     * The change is stored.
     *
     * @param value the present value
     * @param isSet whether an administrator has set it, so that it is not the default
     * @param restartRequired whether it takes effect only after a reload or a restart
     * @param note further information, if any
     */
    record Done(String value, boolean isSet, boolean restartRequired, Optional<String> note)
        implements Result {}

    /** The value is unusable; nothing has changed. */
    record Unusable(String words) implements Result {}

    /** The value could not be applied; the former value is restored if possible. */
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

  /** Whether the stored value of a setting takes effect only after a reload. */
  public boolean awaitsReload(Setting setting) {
    return user.awaitsReload(setting);
  }

  /** Sets a setting. */
  public CompletionStage<Result> put(Setting setting, String value, Principal by) {
    return Guarded.with(by, Right.CHANGE_SETTINGS, () -> putPermitted(setting, value, by));
  }

  private CompletionStage<Result> putPermitted(Setting setting, String value, Principal by) {
    Optional<String> objection = setting.kind().objection(value);
    if (objection.isPresent()) {
      return done(new Result.Unusable(objection.get()));
    }
    String canonical = setting.kind().canonical(value);
    return queue.next(() ->
        store
            .read()
            .thenCompose(book -> {
              Held next = new Held(setting, canonical, by.name(), clock.instant());
              return attempt(book, new Command.Put(next, book.of(setting)), canonical, by);
            }));
  }

  /** Resets a setting to its default. */
  public CompletionStage<Result> reset(Setting setting, Principal by) {
    return Guarded.with(by, Right.CHANGE_SETTINGS, () -> resetPermitted(setting, by));
  }

  private CompletionStage<Result> resetPermitted(Setting setting, Principal by) {
    return queue.next(() ->
        store
            .read()
            .thenCompose(book -> {
              Instant now = clock.instant();
              return attempt(
                  book,
                  new Command.Reset(setting, book.of(setting), by.name(), now),
                  book.unset(setting, configuredDefaults),
                  by);
            }));
  }

  private CompletionStage<Result> attempt(
      SettingsBook book, Command command, String value, Principal by) {
    Decision<SettingsBook.Event, SettingsStore.Outcome> decision =
        book.decide(command, configuredDefaults);
    return switch (decision.reply()) {
      case SettingsStore.Outcome.Refused(Refusal refusal) -> done(refused(refusal));
      case SettingsStore.Outcome.Kept _ when decision.events().isEmpty() ->
          done(stored(command.setting(), book, Optional.empty()));
      case SettingsStore.Outcome.Kept _ ->
          objection(book, command.setting(), value)
              .thenCompose(objection ->
                  objection
                      .map(words -> done(stays(command.setting(), book, words, "")))
                      .orElseGet(() -> keep(book, command, by)));
    };
  }

  /** The objection of the user; a value that is already in use needs no check. */
  private CompletionStage<Optional<String>> objection(
      SettingsBook book, Setting setting, String value) {
    return value.equals(book.over(configuredDefaults).get(setting))
        ? CompletableFuture.completedStage(Optional.empty())
        : user.objection(setting, value);
  }

  private CompletionStage<Result> keep(SettingsBook former, Command command, Principal by) {
    return store
        .change(command, by)
        .thenCompose(outcome ->
            switch (outcome) {
              case SettingsStore.Outcome.Refused(Refusal refusal) -> done(refused(refusal));
              case SettingsStore.Outcome.Kept(SettingsBook book) ->
                  user.live(command.setting())
                      .thenCompose(felt -> felt(former, book, command.setting(), felt, by));
            });
  }

  private CompletionStage<Result> felt(
      SettingsBook former, SettingsBook book, Setting setting, Felt felt, Principal by) {
    return switch (felt) {
      case Felt.AtOnce _ -> done(stored(setting, book, Optional.empty()));
      case Felt.NotYet(String why) -> done(stored(setting, book, Optional.of(why)));
      case Felt.Broken(String why) ->
          store
              .change(
                  new Command.Restore(
                      setting, book.of(setting), former.of(setting), why, clock.instant()),
                  by)
              .thenCompose(outcome ->
                  user.live(setting).thenApply(again -> takenBack(setting, outcome, why, again)));
    };
  }

  /**
   * The result after a restoration. The former value may fail too, and another change may have come
   * first.
   */
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
