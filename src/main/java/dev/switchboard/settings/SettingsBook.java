package dev.switchboard.settings;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that administrators have set: plain decisions, and the state that follows from them.
 * All are in one book, since no two services may have the same port.
 *
 * @param held in the order in which they were set
 * @param generated secrets that were made since none is configured: they count where none is
 */
public record SettingsBook(List<Held> held, List<Held> generated) {
  public static final SettingsBook EMPTY = new SettingsBook(List.of(), List.of());

  public SettingsBook {
    held = List.copyOf(held);
    // A node of the version before sends none.
    generated = generated == null ? List.of() : List.copyOf(generated);
  }

  /**
   * A setting that is set.
   *
   * @param by the name of the token with which it was set
   */
  public record Held(Setting setting, String value, String by, Instant at) {
    /** Secrets are left out. */
    @Override
    public String toString() {
      return "Held[%s=%s, by=%s, at=%s]"
          .formatted(setting.wireName(), setting.isSecret() ? "***" : value, by, at);
    }
  }

  /** What is asked for. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Put.class, name = "put"),
    @JsonSubTypes.Type(value = Command.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = Command.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = Command.Generate.class, name = "generate")
  })
  public sealed interface Command {
    Setting setting();

    /**
     * Sets it.
     *
     * @param seen what it was set to when that was decided, if it was set
     */
    record Put(Held next, Optional<Held> seen) implements Command {
      @Override
      public Setting setting() {
        return next.setting();
      }
    }

    /**
     * Gives it its configured value back.
     *
     * @param seen what it was set to when that was decided, if it was set
     */
    record Reset(Setting setting, Optional<Held> seen, String by, Instant at) implements Command {}

    /**
     * Takes a change back that did not work.
     *
     * @param failed what it was set to by that change, if it was set; nothing is done where it is
     *     something else by now
     * @param former what it was set to before, if it was set
     */
    record Restore(
        Setting setting, Optional<Held> failed, Optional<Held> former, String why, Instant at)
        implements Command {}

    /**
     * Keeps a secret that was made as what counts where none is set or configured; nothing is done
     * where one was made before, by whatever node.
     */
    record Generate(Held secret) implements Command {
      @Override
      public Setting setting() {
        return secret.setting();
      }
    }
  }

  /** What happened, as the journal keeps it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Put.class, name = "set"),
    @JsonSubTypes.Type(value = Event.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = Event.Restored.class, name = "restored"),
    @JsonSubTypes.Type(value = Event.Generated.class, name = "generated")
  })
  public sealed interface Event {
    record Put(Held held) implements Event {}

    record Reset(Setting setting, String by, Instant at) implements Event {}

    record Restored(Setting setting, Optional<Held> former, String why, Instant at)
        implements Event {}

    record Generated(Held secret) implements Event {}
  }

  /** What becomes of a command. */
  public sealed interface Decision {
    record Persist(Event event) implements Decision {}

    /** It is so already. */
    record Nothing() implements Decision {}

    record Refuse(Refusal refusal) implements Decision {}
  }

  /**
   * Why something is not done.
   *
   * @param words for the caller
   */
  public record Refusal(Why why, String words) {
    /** What kind of reason it is. */
    public enum Why {
      /** The value cannot be used. */
      UNUSABLE,
      /** Somebody else was faster. */
      CHANGED_MEANWHILE
    }
  }

  public Decision decide(Command command, ConfiguredDefaults configuredDefaults) {
    Setting setting = command.setting();
    Optional<Held> present = of(setting);
    return switch (command) {
      case Command.Put(Held next, Optional<Held> seen) ->
          guarded(setting, seen, next.value(), configuredDefaults)
              .orElseGet(() ->
                  present.map(Held::value).filter(next.value()::equals).isPresent()
                      ? new Decision.Nothing()
                      : new Decision.Persist(new Event.Put(next)));
      case Command.Reset(_, Optional<Held> seen, String by, Instant at) ->
          present.isEmpty() && seen.isEmpty()
              ? new Decision.Nothing()
              : guarded(setting, seen, unset(setting, configuredDefaults), configuredDefaults)
                  .orElseGet(() -> new Decision.Persist(new Event.Reset(setting, by, at)));
      case Command.Restore(
              _,
              Optional<Held> failed,
              Optional<Held> former,
              String why,
              Instant at) ->
          present.equals(failed) && !present.equals(former)
              ? new Decision.Persist(new Event.Restored(setting, former, why, at))
              : new Decision.Nothing();
      case Command.Generate(Held secret) ->
          unset(setting, configuredDefaults).isEmpty()
              ? new Decision.Persist(new Event.Generated(secret))
              : new Decision.Nothing();
    };
  }

  public SettingsBook apply(Event event) {
    return switch (event) {
      case Event.Put(Held next) -> with(next.setting(), Optional.of(next));
      case Event.Reset(Setting setting, _, _) -> with(setting, Optional.empty());
      case Event.Restored(Setting setting, Optional<Held> former, _, _) -> with(setting, former);
      case Event.Generated(Held secret) ->
          new SettingsBook(held, Stream.concat(generated.stream(), Stream.of(secret)).toList());
    };
  }

  /** What a setting is set to, if it is set. */
  public Optional<Held> of(Setting setting) {
    return held.stream().filter(one -> one.setting() == setting).findFirst();
  }

  /** What a setting is set to, if that can be used. */
  public Optional<Held> inForce(Setting setting) {
    return of(setting).filter(one -> setting.kind().objection(one.value()).isEmpty());
  }

  /**
   * Why what a setting is set to counts for nothing: an earlier version took what this one refuses.
   * Empty where it counts, or nothing is set.
   */
  public Optional<String> objection(Setting setting) {
    return of(setting).flatMap(one -> setting.kind().objection(one.value()));
  }

  /** What counts where nobody has set a setting: what is configured, else what was generated. */
  public String unset(Setting setting, ConfiguredDefaults configuredDefaults) {
    String value = configuredDefaults.value(setting);
    return value.isEmpty()
        ? generated.stream()
            .filter(one -> one.setting() == setting)
            .map(Held::value)
            .findFirst()
            .orElse("")
        : value;
  }

  /**
   * All that counts: what is set and can be used, and for the rest what is configured or was
   * generated.
   */
  public Map<Setting, String> over(ConfiguredDefaults configuredDefaults) {
    Map<Setting, String> values = configuredDefaults.copy();
    generated.forEach(one -> values.put(one.setting(), unset(one.setting(), configuredDefaults)));
    held.forEach(
        one -> inForce(one.setting()).ifPresent(_ -> values.put(one.setting(), one.value())));
    return Map.copyOf(values);
  }

  private SettingsBook with(Setting setting, Optional<Held> next) {
    return new SettingsBook(
        Stream.concat(held.stream().filter(one -> one.setting() != setting), next.stream())
            .toList(),
        generated);
  }

  private Optional<Decision> guarded(
      Setting setting, Optional<Held> seen, String value, ConfiguredDefaults configuredDefaults) {
    return changedMeanwhile(setting, seen)
        .or(() -> clash(setting, value, configuredDefaults))
        .map(Decision.Refuse::new);
  }

  private Optional<Refusal> changedMeanwhile(Setting setting, Optional<Held> seen) {
    Optional<Held> present = of(setting);
    if (present.equals(seen)) {
      return Optional.empty();
    }
    String now =
        present
            .map(one -> "set by " + one.by() + (setting.isSecret() ? "" : " to " + one.value()))
            .orElse("reset");
    return Optional.of(
        new Refusal(
            Refusal.Why.CHANGED_MEANWHILE,
            "%s has been %s meanwhile; look at it and try again"
                .formatted(setting.wireName(), now)));
  }

  private Optional<Refusal> clash(
      Setting setting, String value, ConfiguredDefaults configuredDefaults) {
    return configuredDefaults
        .objection(setting, value, over(configuredDefaults))
        .map(words -> new Refusal(Refusal.Why.UNUSABLE, words));
  }
}
