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
 * The environment variables of the process and the key of each: {@code SWITCHBOARD_HTTP_PUBLIC_URL}
 * sets {@code switchboard.http.public-url}.
 */
public final class Environment {
  /** Names a configuration file, as {@code --config} does. */
  static final String CONFIG = "SWITCHBOARD_CONFIG";

  private static final String PREFIX = "SWITCHBOARD_";

  /** Variables for the launcher, logback.xml and the setup page, without a key. */
  private static final Set<String> OTHERS =
      Set.of(
          CONFIG,
          "SWITCHBOARD_JAVA",
          "SWITCHBOARD_JAVA_OPTIONS",
          "SWITCHBOARD_LOG_LEVEL",
          "SWITCHBOARD_SETUP",
          "SWITCHBOARD_SETUP_LISTEN",
          "SWITCHBOARD_SETUP_HOST");

  /** The variables that Kubernetes sets in every container near a service called switchboard. */
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

  /** The value of a variable; an empty one counts as not set. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * The variables that count as set. An empty one does not, since env files and compose files
   * cannot leave one out. It does for messages, which may be empty.
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

  /** The values that the environment sets for the given keys, by key. */
  Map<String, String> valuesOf(Collection<String> keys) {
    Map<String, String> meant = meant(keys);
    return keys.stream()
        .filter(key -> meant.containsKey(variableOf(key)))
        .collect(toUnmodifiableMap(key -> key, key -> meant.getOrDefault(variableOf(key), "")));
  }

  /**
   * Variables that look like a misspelt key. Others are ignored: they may belong to another
   * program, as those of Kubernetes do.
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
