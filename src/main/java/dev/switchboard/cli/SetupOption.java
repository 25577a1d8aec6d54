package dev.switchboard.cli;

import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Environment;
import dev.switchboard.http.HttpSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the setup page. */
final class SetupOption {
  @Option(
      names = "--setup",
      paramLabel = "auto|on|off",
      description = {
        "Whether a page asks for the configuration: auto, only where nothing is configured; on, also"
            + " where the file that --config names is missing; off, never. $$SWITCHBOARD_SETUP."
      })
  private @Nullable String setup;

  @Option(
      names = "--setup-listen",
      paramLabel = "HOST:PORT",
      description = {
        "Where that page listens, if not at 127.0.0.1 and switchboard.http.port."
            + " $$SWITCHBOARD_SETUP_LISTEN."
      })
  private @Nullable String listen;

  @Option(
      names = "--setup-host",
      paramLabel = "NAME",
      description = {
        "Names, with commas between them, by which browsers reach it, besides localhost."
            + " $$SWITCHBOARD_SETUP_HOST."
      })
  private @Nullable String host;

  /**
   * The options; the command line wins over the environment.
   *
   * @throws ConfigurationRefused if one of them is none
   */
  Setup.Options read(Environment environment) {
    String chosen = told(setup, environment, "SWITCHBOARD_SETUP").orElse("auto");
    Optional<HttpSettings.Address> address =
        told(listen, environment, "SWITCHBOARD_SETUP_LISTEN")
            .map(text ->
                HttpSettings.Address.parse(text)
                    .orElseThrow(() ->
                        refused(
                            "--setup-listen (SWITCHBOARD_SETUP_LISTEN)",
                            text,
                            "a host and a port, as 0.0.0.0:3002 or [::1]:3002")));
    Set<String> names =
        told(host, environment, "SWITCHBOARD_SETUP_HOST").stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new Setup.Options(choice(chosen), address, names, Setup.PATIENCE);
  }

  private static Setup.Choice choice(String text) {
    return Arrays.stream(Setup.Choice.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> refused("--setup (SWITCHBOARD_SETUP)", text, "auto, on or off"));
  }

  private static Optional<String> told(
      @Nullable String option, Environment environment, String variable) {
    return Optional.ofNullable(option).or(() -> environment.get(variable));
  }

  private static ConfigurationRefused refused(String subject, String found, String expected) {
    return new ConfigurationRefused(
        List.of(new ConfigProblem(subject, "\"" + found + "\"", expected)));
  }
}
