package dev.switchboard.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the operator configured, which an administrator's values lie over.
 *
 * @param defaults the value of each setting that nobody has set; no value is an empty text
 * @param taken ports that no service may have
 */
public record ConfiguredDefaults(Map<Setting, String> defaults, List<ReservedPorts> taken) {
  /** The key by which this server has its own port. */
  public static final String OWN_PORT = "http.port";

  /** The keys by which coturn has the ports of relayed connections. */
  public static final String RELAYED = "services.turn.min-port to services.turn.max-port";

  /**
   * Ports that somebody else has.
   *
   * @param by the key in the configuration that says so
   */
  public record ReservedPorts(int first, int last, String by) {
    /** By the values which count: administrators may move what coturn takes. */
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

  /** Who else has the configured port of a setting, if anybody. */
  public Optional<String> clash(Setting setting) {
    return holder(setting, value(setting), defaults);
  }

  /**
   * What speaks against a value beside the values of the others, if anything.
   *
   * @param values which count
   */
  Optional<String> objection(Setting setting, String value, Map<Setting, String> values) {
    return switch (setting.kind()) {
      case PORT ->
          holder(setting, value, values)
              .map(holder -> "port %s is taken already, by %s".formatted(value, holder));
      case RELAY_PORT -> relayed(setting, value, values);
      case FLAG, PATH, SECONDS, HOST, REALM, ADDRESS, RELAY_ADDRESS, URL, CIPHER, SECRET ->
          Optional.empty();
    };
  }

  /**
   * Who else has a port, if anybody.
   *
   * @param setting whose port it is to be; one that is not used yet stands in nobody's way that is
   * @param values which count
   */
  private Optional<String> holder(Setting setting, String port, Map<Setting, String> values) {
    if (port.isEmpty()) {
      return Optional.empty();
    }
    return Stream.of(Setting.values())
        .filter(other -> other != setting && other.kind() == SettingType.PORT)
        .filter(other -> other.consumer().inUse() || !setting.consumer().inUse())
        // What this server has by its configuration is among what is taken.
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

  /** No port that somebody listens at may be among those that coturn takes for what it relays. */
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

  /** The value of a setting that nobody has set. */
  public String value(Setting setting) {
    return defaults.getOrDefault(setting, "");
  }

  /** A changeable copy of all of them. */
  Map<Setting, String> copy() {
    Map<Setting, String> copy = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      copy.put(setting, value(setting));
    }
    return copy;
  }

  /** Secrets are left out. */
  @Override
  public String toString() {
    Map<Setting, String> shown = copy();
    shown.replaceAll((setting, value) -> setting.isSecret() && !value.isEmpty() ? "***" : value);
    return "Configured[defaults=%s, taken=%s]".formatted(shown, taken);
  }
}
