package dev.switchboard.cli;

import dev.switchboard.config.Environment;
import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.Switchboard;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code switchboard run}: the product with the configured Discord. */
@Command(
    name = "run",
    description =
        "Starts Switchboard with a bot's token, until Ctrl-C or SIGTERM. Where nothing is configured,"
            + " it first opens a page in which a person does that.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();
  @Mixin private final SetupOption setup = new SetupOption();
  @Spec private CommandSpec spec;

  // Picocli sets the specification before it calls anything.
  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws Exception {
    Environment environment = Environment.ofProcess();
    Setup.openWhereNeeded(
        configuration.given(), environment, setup.read(environment), spec.commandLine().getOut());
    Settings settings = SettingsReader.read(configuration.load(Map.of()));
    AotCache.tellIfIgnored();
    Switchboard switchboard = Switchboard.start(settings);
    return Serving.untilStopped(switchboard.ended(), switchboard::close);
  }
}
