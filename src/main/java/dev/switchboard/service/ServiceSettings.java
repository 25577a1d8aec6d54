package dev.switchboard.service;

import dev.switchboard.service.process.Pace;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.service.process.RunBy;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.values.CheckedValues;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The configuration of the managed services; the keys are those of {@code switchboard.services} in
 * {@code reference.conf}.
 *
 * @param all the services, each with its own settings
 * @param pace the time limits
 */
public record ServiceSettings(List<Setup> all, Pace pace) {
  public ServiceSettings {
    all = List.copyOf(all);
  }

  /**
   * Reads the configuration.
   *
   * @param folder the parent of the services' own folders
   */
  public static ServiceSettings of(
      CheckedValues values, Path folder, List<ManagedService> services) {
    List<RunBy> runBy = services.stream().map(service -> RunBy.of(values, service::key)).toList();
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

  /** The services, in the order in which they are shown. */
  public List<ManagedService> services() {
    return all.stream().map(Setup::service).toList();
  }

  /** The defaults of settings that follow from other keys than their own. */
  public Map<Setting, String> defaults() {
    Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    all.forEach(one -> defaults.putAll(one.recipe().defaults()));
    return defaults;
  }

  /** The ports that services use in addition to those at which they listen. */
  public List<ConfiguredDefaults.ReservedPorts> taken() {
    return all.stream()
        .filter(one -> !(one.runBy() instanceof RunBy.Nobody))
        .flatMap(one -> one.recipe().taken().stream())
        .toList();
  }

  /** A service with its own settings. */
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

    /** The program that runs the service. */
    public RunBy runBy() {
      return runBy;
    }

    /** The service's own folder. */
    Path folder() {
      return folder;
    }

    Recipe recipe() {
      return recipe;
    }
  }
}
