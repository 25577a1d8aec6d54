package dev.switchboard.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard sandbox}: the product with a sandbox. */
@Command(
    name = "sandbox",
    description = {
      "Starts Switchboard with a look-alike Discord on this machine, until Ctrl-C or SIGTERM.",
      "Nothing needs to be configured."
    },
    mixinStandardHelpOptions = true)
final class SandboxCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(names = "--fresh", description = "Forget the world and the tickets of earlier starts.")
  private boolean fresh;

  @Option(
      names = "--discord-only",
      description = "Start the look-alike alone, and print what another process needs to use it.")
  private boolean discordOnly;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3003",
      description =
          "Where the look-alike listens; ${DEFAULT-VALUE} otherwise, 0 for any free port.")
  private int port;

  @Option(
      names = "--with-parent",
      description =
          "End as soon as the process that started this one has ended, as `mvn` wants it.")
  private boolean withParent;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  SandboxCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    // This class names no class of the sandbox: `run` creates it too, for the help.
    Playground.Options options = new Playground.Options(port, fresh, discordOnly);
    if (withParent) {
      Serving.endWithParent();
    }
    AotCache.tellIfIgnored();
    return Playground.open(options, configuration::load, out);
  }
}
