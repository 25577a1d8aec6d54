package dev.switchboard.settings;

import dev.switchboard.values.CheckedValues;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of settings from the configuration; values that administrators set take precedence.
 *
 * @param defaults the default of each setting; an empty text for no value
 * @param taken ports that no service may use
 */
public record ConfiguredDefaults(Map<Setting, String> defaults, List<ReservedPorts> taken) {
  /** The key of this server's own port. */
  public static final String OWN_PORT = "http.port";

  /** The keys of coturn's ports for relayed connections. */
  public static final String RELAYED = "services.turn.min-port to services.turn.max-port";

  /**
   * Ports that are in use.
   *
   * @param by the key in the configuration that reserves them
   */
  public record ReservedPorts(int first, int last, String by) {
    /** The ports with the present values, because administrators may change coturn's range. */
    private ReservedPorts over(Map<Setting, String> values) {
      return by.equals(RELAYED)
          ? new ReservedPorts(
              number(values.get(Setting.TURN_RELAY_PORT_MIN), first),
              number(values.get(Setting.TURN_RELAY_PORT_MAX), last),
              by)
          : this;
    }

    private static int number(@Nullable String value, int otherwise) {
      return value == null || value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    boolean holds(int port) {
      return first <= port && port <= last;
    }
  }

  public ConfiguredDefaults {
    defaults = Map.copyOf(defaults);
    taken = List.copyOf(taken);
  }

  /**
   * Reads the default of each setting by its own key.
   *
   * @param derived the defaults of settings without a key, and of those whose key was read already;
   *     a missing flag is false, any other missing setting is empty
   * @param taken ports that no service may use
   */
  public static ConfiguredDefaults of(
      CheckedValues values, Map<Setting, String> derived, List<ReservedPorts> taken) {
    Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String otherwise = setting.kind() == SettingType.FLAG ? "false" : "";
      defaults.put(
          setting,
          setting
              .key()
              // A key is read once, so that a problem with it is reported once.
              .filter(_ -> !(setting.consumer().readsEachTime() && derived.containsKey(setting)))
              .map(key -> read(values, setting.kind(), key))
              .orElseGet(() -> derived.getOrDefault(setting, otherwise)));
    }
    ConfiguredDefaults configuredDefaults = new ConfiguredDefaults(defaults, taken);
    configuredDefaults.refuseClashes(values);
    return configuredDefaults;
  }

  private static String read(CheckedValues values, SettingType settingType, String key) {
    return switch (settingType) {
      case SECONDS ->
          Long.toString(
              values.duration(key, Duration.ofSeconds(1), Duration.ofDays(3650)).toSeconds());
      case FLAG -> Boolean.toString(values.flag(key));
      case PORT, RELAY_PORT, PATH, CIPHER, REALM -> values.shaped(key, settingType, true);
      case HOST, ADDRESS, RELAY_ADDRESS, URL, SECRET, STATUS_LINE, MESSAGE ->
          values.shaped(key, settingType, false);
      case NAME_SHOWN, SIGNATURE, TICKETS_PER_MINUTE -> values.shaped(key, settingType, true);
    };
  }

  /**
   * Reports settings with the same port, the first of each two. A service with unchanged settings
   * never prevents a start: its port is reported as taken when the service is switched on.
   */
  private void refuseClashes(CheckedValues values) {
    Set<String> named = new HashSet<>();
    for (Setting setting : Setting.values()) {
      if (setting.kind() == SettingType.PORT
          && setting.consumer().inUse()
          && setting.key().filter(values::differs).isPresent()
          && named.add(value(setting))) {
        clash(setting)
            .ifPresent(holder ->
                values.wrong(
                    setting.key().orElseThrow(),
                    "another port, since %s has it".formatted(holder)));
      }
    }
  }

  /** The other holder of a setting's configured port, if any. */
  private Optional<String> clash(Setting setting) {
    return holder(setting, value(setting), defaults);
  }

  /**
   * The objection to a value, given the values of the other settings; empty for none.
   *
   * @param values the present values
   */
  Optional<String> objection(Setting setting, String value, Map<Setting, String> values) {
    return switch (setting.kind()) {
      case PORT ->
          holder(setting, value, values)
              .map(holder -> "port %s is taken already, by %s".formatted(value, holder));
      case RELAY_PORT -> relayed(setting, value, values);
      case FLAG,
          PATH,
          SECONDS,
          HOST,
          REALM,
          ADDRESS,
          RELAY_ADDRESS,
          URL,
          CIPHER,
          SECRET,
          STATUS_LINE,
          MESSAGE,
          NAME_SHOWN,
          SIGNATURE,
          TICKETS_PER_MINUTE ->
          Optional.empty();
    };
  }

  /**
   * The other holder of a port, if any.
   *
   * @param setting the setting that is to have the port; a setting that is not used yet never
   *     blocks one that is
   * @param values the present values
   */
  private Optional<String> holder(Setting setting, String port, Map<Setting, String> values) {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    return Stream.of(Setting.values())
        .filter(other -> other != setting && other.kind() == SettingType.PORT)
        .filter(other -> other.consumer().inUse() || !setting.consumer().inUse())
        // This server's configured port is among the taken ports already.
        .filter(other -> other != Setting.HTTP_PORT || !port.equals(value(other)))
        .filter(other -> port.equals(values.get(other)))
        .map(Setting::wireName)
        .findFirst()
        .or(() ->
            taken.stream()
                .filter(one -> setting != Setting.HTTP_PORT || !one.by().equals(OWN_PORT))
                .map(one -> one.over(values))
                .filter(one -> one.holds(Integer.parseInt(port)))
                .map(ReservedPorts::by)
                .findFirst());
  }

  /**
   * The objection to a change of coturn's range for relayed connections: it must not include a port
   * on which something listens.
   */
  private Optional<String> relayed(Setting setting, String value, Map<Setting, String> values) {
    Optional<ReservedPorts> former =
        taken.stream().filter(one -> one.by().equals(RELAYED)).findFirst();
    if (former.isEmpty() || value.isEmpty()) {
      return Optional.empty();
    }
    Map<Setting, String> next = new EnumMap<>(Setting.class);
    next.putAll(values);
    next.put(setting, value);
    ReservedPorts range = former.get().over(next);
    if (range.first() > range.last()) {
      return Optional.of(
          "turn relay port min (%d) must be <= max (%d)".formatted(range.first(), range.last()));
    }
    return Stream.of(Setting.values())
        .filter(other -> other.kind() == SettingType.PORT && other.consumer().inUse())
        .filter(other -> !next.getOrDefault(other, "").isEmpty())
        .filter(other -> range.holds(Integer.parseInt(next.get(other))))
        .map(other -> other.wireName() + " " + next.get(other))
        .findFirst()
        .or(() ->
            taken.stream()
                .filter(other -> !other.equals(former.get()) && range.holds(other.first()))
                .map(other -> other.by() + " " + other.first())
                .findFirst())
        .map(holder ->
            "turn relay port range %d-%d must not include %s"
                .formatted(range.first(), range.last(), holder));
  }

  /** The default of a setting. */
  public String value(Setting setting) {
    return defaults.getOrDefault(setting, "");
  }

  /** A mutable copy of all defaults. */
  Map<Setting, String> copy() {
    Map<Setting, String> copy = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      copy.put(setting, value(setting));
    }
    return copy;
  }

  /** Leaves secrets out. */
  @Override
  public String toString() {
    Map<Setting, String> shown = copy();
    shown.replaceAll((setting, value) -> setting.isSecret() && !value.isEmpty() ? "***" : value);
    return "Configured[defaults=%s, taken=%s]".formatted(shown, taken);
  }
}
