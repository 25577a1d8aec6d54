package dev.switchboard.cli;

import dev.switchboard.config.Configuration;
import dev.switchboard.config.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and what it leads to. */
final class ConfigurationOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "The configuration file. Without it: $$SWITCHBOARD_CONFIG, ./conf/switchboard.conf, or the"
            + " distribution's."
      })
  private @Nullable Path file;

  /** Reads all layers; see {@link Configuration#load}. */
  Configuration load(Map<String, String> fixed) {
    Environment environment = Environment.ofProcess();
    return Configuration.load(
        Configuration.file(Optional.ofNullable(file), environment), environment, fixed);
  }
}
