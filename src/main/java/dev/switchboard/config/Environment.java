package dev.switchboard.config;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The environment variables of the process, and which of them stands for which key: {@code
 * switchboard.http.public-url} is {@code SWITCHBOARD_HTTP_PUBLIC_URL}.
 */
public final class Environment {
  /** Names a configuration file, as {@code --config} does. */
  static final String CONFIG = "SWITCHBOARD_CONFIG";

  private static final String PREFIX = "SWITCHBOARD_";

  /** Read by the launcher and by logback.xml rather than by a key. */
  private static final Set<String> OTHERS =
      Set.of(CONFIG, "SWITCHBOARD_JAVA", "SWITCHBOARD_JAVA_OPTIONS", "SWITCHBOARD_LOG_LEVEL");

  /** What Kubernetes puts into every container beside a service called switchboard. */
  private static final Pattern KUBERNETES =
      Pattern.compile("SWITCHBOARD(_\\w+)?_(SERVICE_(HOST|PORT)\\w*|PORT(_\\d+_\\w+)?)");

  private final Map<String, String> variables;

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  public static String variableOf(String key) {
    return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * The variables that say something. An empty one counts as not set, since env files and
   * compositions cannot leave one out; only for a text that may itself be empty it is a value.
   */
  Map<String, String> meant(Collection<String> keys) {
    Set<String> texts =
        keys.stream()
            .filter(key -> key.endsWith("-message"))
            .map(Environment::variableOf)
            .collect(toUnmodifiableSet());
    return variables.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty() || texts.contains(entry.getKey()))
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The values of those of the given keys that the environment sets, by key. */
  Map<String, String> valuesOf(Collection<String> keys) {
    Map<String, String> meant = meant(keys);
    return keys.stream()
        .filter(key -> meant.containsKey(variableOf(key)))
        .collect(toUnmodifiableMap(key -> key, key -> meant.getOrDefault(variableOf(key), "")));
  }

  /**
   * Variables that look like a misspelt key. One that resembles none is left alone: it may belong
   * to somebody else, as those that Kubernetes makes do.
   */
  List<ConfigProblem> misspelt(Collection<String> keys) {
    List<String> known = keys.stream().map(Environment::variableOf).sorted().toList();
    return variables.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .filter(name -> !known.contains(name) && !OTHERS.contains(name))
        .filter(name -> !KUBERNETES.matcher(name).matches())
        .sorted()
        .flatMap(name ->
            NearestName.to(name, known).stream()
                .map(near ->
                    new ConfigProblem(name, "an environment variable that nothing reads", near)))
        .toList();
  }
}
