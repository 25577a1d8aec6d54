package dev.switchboard.cli;

import dev.switchboard.config.Configuration;
import dev.switchboard.config.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and reading the configuration with it. */
final class ConfigurationOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "The configuration file. Without it: $$SWITCHBOARD_CONFIG, ./conf/switchboard.conf, or the"
            + " distribution's."
      })
  private @Nullable Path file;

  /** The file that the command line names. */
  Optional<Path> given() {
    return Optional.ofNullable(file);
  }

  /** Reads all layers; see {@link Configuration#load}. */
  Configuration load(Map<String, String> fixed) {
    Environment environment = Environment.ofProcess();
    return Configuration.load(Configuration.file(given(), environment), environment, fixed);
  }
}
