package dev.switchboard.config;

import com.sun.security.auth.module.UnixSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.switchboard.settings.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configuration, in layers from the highest: values fixed by a command, the environment, the
 * file, {@code reference.conf}. Holds raw values; {@link SettingsReader} interprets them.
 */
public final class Configuration {
  /** The section of HOCON files that belongs to the product. */
  static final String SECTION = "switchboard";

  private static final String COMMAND_LINE = "the command line";
  private static final String ENVIRONMENT = "the environment";

  private final Config values;
  private final Config defaults;
  private final Set<String> known;
  private final Map<String, Origin> origins;
  private final List<ConfigProblem> misspelt;

  private Configuration(
      Config values,
      Config defaults,
      Set<String> known,
      Map<String, Origin> origins,
      List<ConfigProblem> misspelt) {
    this.values = values;
    this.defaults = defaults;
    this.known = known;
    this.origins = Map.copyOf(origins);
    this.misspelt = misspelt;
  }

  /**
   * Reads and merges all layers.
   *
   * @param file the file to read, if any; see {@link #file}
   * @param fixed values by key that the running command sets above all layers
   * @throws ConfigurationRefused if the file cannot be read or is not HOCON
   */
  public static Configuration load(
      Optional<Path> file, Environment environment, Map<String, String> fixed) {
    Config reference = ConfigFactory.defaultReferenceUnresolved().withOnlyPath(SECTION);
    Config defaults = resolve(reference);
    Set<String> known = keys(defaults);
    Config told = file.map(Configuration::parse).orElseGet(ConfigFactory::empty);
    // The file may refer to variables of any name. They are the lowest layer, beside our section.
    Config variables = ConfigValueFactory.fromMap(environment.meant(known), ENVIRONMENT).toConfig();
    Config layers =
        layer(COMMAND_LINE, fixed)
            .withFallback(layer(ENVIRONMENT, environment.valuesOf(known)))
            .withFallback(told)
            .withFallback(reference)
            .withFallback(variables);
    try {
      Config values = resolve(layers);
      List<ConfigProblem> misspelt =
          new ArrayList<>(new UnknownKeys(known).in(values, told.root().keySet()));
      misspelt.addAll(environment.misspelt(known));
      Map<String, Origin> origins = new HashMap<>();
      known.stream()
          .filter(values::hasPath)
          .forEach(key ->
              origin(values.getValue(key).origin().description(), file)
                  .ifPresent(origin -> origins.put(key, origin)));
      return new Configuration(values, defaults, known, origins, misspelt);
    } catch (ConfigException problem) {
      throw refused(file, problem);
    }
  }

  /**
   * The origin of a value, by the description of its layer; empty for a default. What the file
   * takes from a variable comes from the environment.
   */
  private static Optional<Origin> origin(String description, Optional<Path> file) {
    return switch (description) {
      case COMMAND_LINE -> Optional.of(Origin.COMMAND_LINE);
      case ENVIRONMENT -> Optional.of(Origin.ENVIRONMENT);
      default -> file.filter(one -> description.startsWith(one.toString())).map(_ -> Origin.FILE);
    };
  }

  /**
   * The file to read: the given one, else the first of the usual places that exists.
   *
   * @throws ConfigurationRefused if it is in the current folder and another user could have put it
   *     there
   */
  public static Optional<Path> file(Optional<Path> given, Environment environment) {
    return given
        .or(() -> environment.get(Environment.CONFIG).map(Path::of))
        .or(() -> ofCurrentFolder(Path.of("conf", "switchboard.conf")))
        .or(() ->
            Optional.ofNullable(System.getProperty("switchboard.home"))
                .flatMap(home -> existing(Path.of(home, "conf", "switchboard.conf"))));
  }

  /** The value of a key of {@code reference.conf}; its default if it is not set. */
  ConfigValue value(String key) {
    return (values.hasPath(key) ? values : defaults).getValue(key);
  }

  /** Whether the value of a key differs from its default. */
  boolean differs(String key) {
    return !value(key).unwrapped().equals(defaults.getValue(key).unwrapped());
  }

  /** The origin of each value that is no default, by its key without the prefix. */
  Map<String, Origin> origins() {
    return origins.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> entry.getKey().substring(SECTION.length() + 1), Map.Entry::getValue));
  }

  /** The value of a key as text. */
  public String text(String key) {
    return String.valueOf(value(key).unwrapped());
  }

  /** All keys, including the prefix {@code switchboard.}. */
  public Set<String> known() {
    return known;
  }

  /** Keys and environment variables that are not known. */
  List<ConfigProblem> misspelt() {
    return misspelt;
  }

  /** The distribution's own file is trusted like its programs, whatever the current folder. */
  private static Optional<Path> ofCurrentFolder(Path file) {
    Optional<Path> found = existing(file);
    found
        .flatMap(Configuration::objection)
        .ifPresent(objection -> {
          throw new ConfigurationRefused(List.of(objection));
        });
    return found;
  }

  private static boolean isOfDistribution(Path file) {
    String home = System.getProperty("switchboard.home");
    try {
      Path own = Path.of(home == null ? "" : home, "conf", "switchboard.conf");
      return home != null && Files.exists(own) && Files.isSameFile(own, file);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static int userOfProcess() {
    return (int) new UnixSystem().getUid();
  }

  private static int groupOfProcess() {
    return (int) new UnixSystem().getGid();
  }

  private static Optional<Path> existing(Path file) {
    return Optional.of(file).filter(Files::exists);
  }

  /** The problem with a file of the current folder that others could have put there. */
  static Optional<ConfigProblem> objection(Path file) {
    return isOfDistribution(file)
        ? Optional.empty()
        : OwnFile.objection(file, userOfProcess(), groupOfProcess());
  }

  /** Whether the file sets no key at all, as the distribution's sample does. */
  static boolean setsNothing(Path file) {
    return parse(file).entrySet().isEmpty();
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      String found =
          Files.isDirectory(file) ? "a folder" : "no such file, or none that we may read";
      throw new ConfigurationRefused(
          List.of(new ConfigProblem(file.toString(), found, "a configuration file")));
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(),
          ConfigParseOptions.defaults()
              .setAllowMissing(false)
              .setOriginDescription(file.toString()));
    } catch (ConfigException problem) {
      throw refused(Optional.of(file), problem);
    }
  }

  /** The library's message already begins with the file and the line. */
  private static ConfigurationRefused refused(Optional<Path> file, ConfigException problem) {
    String message = String.valueOf(problem.getMessage()).replaceAll("\\s+", " ");
    String place =
        Optional.ofNullable(problem.origin()).map(origin -> origin.description()).orElse("");
    String subject = place.isEmpty() ? file.map(Path::toString).orElse("configuration") : place;
    String detail =
        message.startsWith(subject + ": ") ? message.substring(subject.length() + 2) : message;
    return new ConfigurationRefused(
        List.of(new ConfigProblem(subject.replace(": ", ":"), Redaction.text(detail), "HOCON")));
  }

  private static Config layer(String origin, Map<String, String> values) {
    Config layer = ConfigFactory.empty();
    for (Map.Entry<String, String> entry : values.entrySet()) {
      layer =
          layer.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef(entry.getValue(), origin));
    }
    return layer;
  }

  private static Set<String> keys(Config config) {
    Set<String> keys = new TreeSet<>();
    config.entrySet().forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }

  private static Config resolve(Config config) {
    return config.resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
  }
}
