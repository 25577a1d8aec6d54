package dev.switchboard.service;

import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.values.CheckedValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How services are run; the keys are those of {@code switchboard.services} in {@code
 * reference.conf}.
 *
 * @param all the services, each with its own settings
 * @param pace how long things may take
 */
public record ServiceSettings(List<Setup> all, Pace pace) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  public ServiceSettings {
    all = List.copyOf(all);
  }

  /**
   * Reads them.
   *
   * @param folder under which each service has a folder of its own
   */
  public static ServiceSettings of(
      CheckedValues values, Path folder, List<ManagedService> services) {
    List<RunBy> runBy = services.stream().map(service -> RunBy.of(values, service)).toList();
    List<Setup> all =
        IntStream.range(0, services.size())
            .mapToObj(number -> {
              ManagedService service = services.get(number);
              Path own = folder.resolve(service.word());
              return new Setup(service, own, runBy.get(number), service.recipe(own, values));
            })
            .toList();
    return new ServiceSettings(all, Pace.of(values));
  }

  /** The services. */
  public List<ManagedService> services() {
    return all.stream().map(Setup::service).toList();
  }

  /** The defaults of settings that follow from other keys than their own. */
  public Map<Setting, String> defaults() {
    Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    all.forEach(one -> defaults.putAll(one.recipe().defaults()));
    return defaults;
  }

  /** The ports that services take beside those at which they listen. */
  public List<ConfiguredDefaults.ReservedPorts> taken() {
    return all.stream()
        .filter(one -> !(one.runBy() instanceof RunBy.Nobody))
        .flatMap(one -> one.recipe().taken().stream())
        .toList();
  }

  /** One service, with its own settings. */
  public static final class Setup {
    private final ManagedService service;
    private final Path folder;
    private final RunBy runBy;
    private final Recipe recipe;

    Setup(ManagedService service, Path folder, RunBy runBy, Recipe recipe) {
      this.service = service;
      this.folder = folder;
      this.runBy = runBy;
      this.recipe = recipe;
    }

    public ManagedService service() {
      return service;
    }

    /** Who runs it. */
    public RunBy runBy() {
      return runBy;
    }

    /** Its own folder. */
    Path folder() {
      return folder;
    }

    Recipe recipe() {
      return recipe;
    }
  }

  /** Who runs a service. */
  public sealed interface RunBy {
    /** We, as a child process. */
    record Child(String program) implements RunBy {}

    /** The machine's systemd. */
    record Systemd(String unit) implements RunBy {}

    /**
     * The operator's own commands, each a program and its arguments.
     *
     * @param probe ends with 0 where the service is well; empty: it is asked over the network
     */
    record Command(List<String> start, List<String> stop, List<String> probe) implements RunBy {
      public Command {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        probe = List.copyOf(probe);
      }
    }

    /** Nobody. */
    record Nobody() implements RunBy {}

    private static RunBy of(CheckedValues values, ManagedService service) {
      // The first stands in for a wrong word, and finds nothing else wrong.
      Map<String, Supplier<RunBy>> drivers = new LinkedHashMap<>();
      drivers.put("none", Nobody::new);
      drivers.put("process", () -> new Child(values.text(service.key("program"), 1, 4096)));
      drivers.put("systemd", () -> new Systemd(values.word(service.key("unit"), 1, 255)));
      drivers.put(
          "command",
          () ->
              new Command(
                  required(values, service.key("start-command")),
                  required(values, service.key("stop-command")),
                  values.command(service.key("probe-command"))));
      return values.choice(service.key("driver"), drivers).get();
    }

    private static List<String> required(CheckedValues values, String key) {
      List<String> command = values.command(key);
      if (command.isEmpty()) {
        // Said with the value that is there: none.
        var _ = values.text(key, 1, 4096);
      }
      return command;
    }
  }

  /**
   * How long things may take.
   *
   * @param startLimit until a service answers
   * @param stopGrace from SIGTERM to SIGKILL
   * @param probeInterval between two looks at a service that is well
   */
  public record Pace(Duration startLimit, Duration stopGrace, Duration probeInterval) {
    private static Pace of(CheckedValues values) {
      return new Pace(
          values.duration("services.start-limit", SECOND, Duration.ofSeconds(10)),
          values.duration("services.stop-grace", SECOND, Duration.ofSeconds(10)),
          values.duration("services.probe-interval", SECOND, Duration.ofMinutes(10)));
    }
  }
}
