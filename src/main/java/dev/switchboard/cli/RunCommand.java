package dev.switchboard.cli;

import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.Switchboard;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code switchboard run}: the product, against the Discord it is given. */
@Command(
    name = "run",
    description = "Starts Switchboard with a bot's token, until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Override
  public Integer call() throws Exception {
    Settings settings = SettingsReader.read(configuration.load(Map.of()));
    AotCache.tellIfIgnored();
    Switchboard switchboard = Switchboard.start(settings);
    return Serving.untilStopped(switchboard.ended(), switchboard::close);
  }
}
