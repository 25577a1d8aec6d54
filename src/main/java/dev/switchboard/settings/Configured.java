package dev.switchboard.settings;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operator configured, which an administrator's values lie over.
 *
 * @param defaults the value of each setting that nobody has set; no value is an empty text
 * @param taken ports that no service may have
 */
public record Configured(Map<Setting, String> defaults, List<Taken> taken) {
  /**
   * Ports that somebody else has.
   *
   * @param by the key in the configuration that says so
   */
  public record Taken(int first, int last, String by) {
    boolean holds(int port) {
      return first <= port && port <= last;
    }
  }

  public Configured {
    defaults = Map.copyOf(defaults);
    taken = List.copyOf(taken);
  }

  /** Who else has the configured port of a setting, if anybody. */
  public Optional<String> clash(Setting setting) {
    return holder(setting, value(setting), defaults);
  }

  /**
   * Who else has a port, if anybody.
   *
   * @param setting whose port it is to be; one that is not used yet stands in nobody's way that is
   * @param values which count
   */
  Optional<String> holder(Setting setting, String port, Map<Setting, String> values) {
    if (setting.kind() != Kind.PORT || port.isEmpty()) {
      return Optional.empty();
    }
    return Stream.of(Setting.values())
        .filter(other -> other != setting && other.kind() == Kind.PORT)
        .filter(other -> other.consumer().inUse() || !setting.consumer().inUse())
        .filter(other -> port.equals(values.get(other)))
        .map(Setting::wireName)
        .findFirst()
        .or(() ->
            taken.stream()
                .filter(one -> one.holds(Integer.parseInt(port)))
                .map(Taken::by)
                .findFirst());
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
