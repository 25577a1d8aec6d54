package dev.switchboard.config;

import com.sun.security.auth.module.UnixSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the process was told, in layers, the highest first: what a command fixes, the environment,
 * the file, {@code reference.conf}. Holds values; what they mean is {@link SettingsReader}'s.
 */
public final class Configuration {
  /** The section of HOCON files that is ours. */
  static final String SECTION = "switchboard";

  private final Config values;
  private final Config defaults;
  private final Set<String> known;
  private final List<ConfigProblem> misspelt;

  private Configuration(
      Config values, Config defaults, Set<String> known, List<ConfigProblem> misspelt) {
    this.values = values;
    this.defaults = defaults;
    this.known = known;
    this.misspelt = misspelt;
  }

  /**
   * Reads and merges all layers.
   *
   * @param file the file to read, if any; see {@link #file}
   * @param fixed values by key, with which the command that is run overrules everything
   * @throws ConfigurationRefused if the file cannot be read or is no HOCON
   */
  public static Configuration load(
      Optional<Path> file, Environment environment, Map<String, String> fixed) {
    Config reference = ConfigFactory.defaultReferenceUnresolved().withOnlyPath(SECTION);
    Config defaults = resolve(reference);
    Set<String> known = keys(defaults);
    Config told = file.map(Configuration::parse).orElseGet(ConfigFactory::empty);
    // The file may itself refer to variables, under any name. They lie lowest, beside our section.
    Config variables =
        ConfigValueFactory.fromMap(environment.meant(known), "the environment").toConfig();
    Config layers =
        layer("the command line", fixed)
            .withFallback(layer("the environment", environment.valuesOf(known)))
            .withFallback(told)
            .withFallback(reference)
            .withFallback(variables);
    try {
      Config values = resolve(layers);
      List<ConfigProblem> misspelt =
          new ArrayList<>(new UnknownKeys(known).in(values, told.root().keySet()));
      misspelt.addAll(environment.misspelt(known));
      return new Configuration(values, defaults, known, misspelt);
    } catch (ConfigException problem) {
      throw refused(file, problem);
    }
  }

  /**
   * The file that is read: the given one, else the first of the usual places that exists.
   *
   * @throws ConfigurationRefused if that is in the current folder, and others could have put it
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

  /** The value of a key of {@code reference.conf}, which is its default if nobody set it. */
  ConfigValue value(String key) {
    return (values.hasPath(key) ? values : defaults).getValue(key);
  }

  /** Whether a key has another value than its default. */
  boolean differs(String key) {
    return !value(key).unwrapped().equals(defaults.getValue(key).unwrapped());
  }

  /** The value of a key as text. */
  public String text(String key) {
    return String.valueOf(value(key).unwrapped());
  }

  /** Every key that there is, {@code switchboard.} included. */
  public Set<String> known() {
    return known;
  }

  /** Keys and environment variables that nothing reads. */
  List<ConfigProblem> misspelt() {
    return misspelt;
  }

  /** The distribution's own is believed as its programs are, wherever this was started. */
  private static Optional<Path> ofCurrentFolder(Path file) {
    Optional<Path> found = existing(file);
    found
        .filter(one -> !isOfDistribution(one))
        .flatMap(one -> OwnFile.objection(one, userOfProcess(), groupOfProcess()))
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
