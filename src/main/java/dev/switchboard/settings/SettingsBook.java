package dev.switchboard.settings;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.entity.ClusterMessage;
import dev.switchboard.entity.Decision;
import dev.switchboard.settings.SettingsStore.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that administrators have set: the state and its decisions. All are in one entity,
 * because no two services may have the same port.
 *
 * @param held the settings, in the order in which they were set
 * @param generated generated secrets; they are the defaults of secrets that are not configured
 */
public record SettingsBook(List<Held> held, List<Held> generated) implements ClusterMessage {
  public static final SettingsBook EMPTY = new SettingsBook(List.of(), List.of());

  public SettingsBook {
    held = List.copyOf(held);
    // A node of the former version sends none.
    generated = generated == null ? List.of() : List.copyOf(generated);
  }

  /**
   * The value of a setting that an administrator set.
   *
   * @param by the name of the principal who set it
   */
  public record Held(Setting setting, String value, String by, Instant at) {
    /** Leaves secrets out. */
    @Override
    public String toString() {
      return "Held[%s=%s, by=%s, at=%s]"
          .formatted(setting.wireName(), setting.isSecret() ? "***" : value, by, at);
    }
  }

  /** A request that may change a setting. */
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
     * Sets the setting.
     *
     * @param seen the value at the time of the decision, if it was set
     */
    record Put(Held next, Optional<Held> seen) implements Command {
      @Override
      public Setting setting() {
        return next.setting();
      }
    }

    /**
     * Resets the setting to its default.
     *
     * @param seen the value at the time of the decision, if it was set
     */
    record Reset(Setting setting, Optional<Held> seen, String by, Instant at) implements Command {}

    /**
     * Restores the former value after a change that could not be applied.
     *
     * @param failed the value of that change, if it was set; nothing is done if the setting has
     *     another value by now
     * @param former the value before, if it was set
     */
    record Restore(
        Setting setting, Optional<Held> failed, Optional<Held> former, String why, Instant at)
        implements Command {}

    /**
     * Stores a generated secret as the default of a secret that is not configured; nothing is done
     * if any node has stored one before.
     */
    record Generate(Held secret) implements Command {
      @Override
      public Setting setting() {
        return secret.setting();
      }
    }
  }

  /** An event, as the journal keeps it. */
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

  /**
   * A refusal.
   *
   * @param words the reason in words, for the caller
   */
  public record Refusal(Why why, String words) {
    /** The type of the reason. */
    public enum Why {
      /** The value cannot be used. */
      UNUSABLE,
      /** Another change came first. */
      CHANGED_MEANWHILE
    }
  }

  /** The decision on a command, given these defaults. */
  public Decision<Event, Outcome> decide(Command command, ConfiguredDefaults configuredDefaults) {
    Setting setting = command.setting();
    Optional<Held> present = of(setting);
    return switch (command) {
      case Command.Put(Held next, Optional<Held> seen) ->
          refused(setting, seen, next.value(), configuredDefaults)
              .orElseGet(() ->
                  present.map(Held::value).filter(next.value()::equals).isPresent()
                      ? nothing()
                      : store(new Event.Put(next)));
      case Command.Reset(_, Optional<Held> seen, String by, Instant at) ->
          present.isEmpty() && seen.isEmpty()
              ? nothing()
              : refused(setting, seen, unset(setting, configuredDefaults), configuredDefaults)
                  .orElseGet(() -> store(new Event.Reset(setting, by, at)));
      case Command.Restore(
              _,
              Optional<Held> failed,
              Optional<Held> former,
              String why,
              Instant at) ->
          present.equals(failed) && !present.equals(former)
              ? store(new Event.Restored(setting, former, why, at))
              : nothing();
      case Command.Generate(Held secret) ->
          unset(setting, configuredDefaults).isEmpty()
              ? store(new Event.Generated(secret))
              : nothing();
    };
  }

  private Decision<Event, Outcome> store(Event event) {
    return Decision.store(event, new Outcome.Kept(apply(event)));
  }

  /** The decision if the state is already as requested. */
  private Decision<Event, Outcome> nothing() {
    return Decision.reply(new Outcome.Kept(this));
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

  /** The set value of a setting, if it is set. */
  public Optional<Held> of(Setting setting) {
    return held.stream().filter(one -> one.setting() == setting).findFirst();
  }

  /** The set value of a setting, if it is set and usable. */
  public Optional<Held> inForce(Setting setting) {
    return of(setting).filter(one -> setting.kind().objection(one.value()).isEmpty());
  }

  /**
   * The objection to the set value of a setting, which an earlier version may have accepted. Empty
   * if the value is usable, or none is set.
   */
  public Optional<String> objection(Setting setting) {
    return of(setting).flatMap(one -> setting.kind().objection(one.value()));
  }

  /** The default of a setting: the configured value, else the generated one. */
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

  /** The present values of all settings: the set value if it is usable, else the default. */
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

  private Optional<Decision<Event, Outcome>> refused(
      Setting setting, Optional<Held> seen, String value, ConfiguredDefaults configuredDefaults) {
    return changedMeanwhile(setting, seen)
        .or(() -> clash(setting, value, configuredDefaults))
        .map(refusal -> Decision.reply(new Outcome.Refused(refusal)));
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
