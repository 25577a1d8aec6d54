package dev.switchboard.cli;

import dev.switchboard.node.CommandFailed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard aot-cache}: makes this distribution start faster. */
@Command(
    name = "aot-cache",
    description = {
      "Makes the starts of this distribution quicker.",
      "Plays the main job once and keeps what Java would otherwise work out at every start, in",
      "lib/switchboard.aot. Packaging does it; do it again for another Java, and where it was copied.",
      "Switchboard runs without it, too; its starts then take longer."
    },
    mixinStandardHelpOptions = true)
final class AotCacheCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--if-needed",
      description = "Do nothing where there is one that this Java can use.")
  private boolean ifNeeded;

  @Option(
      names = "--rehearse",
      hidden = true,
      paramLabel = "DIR",
      description = "Play the main job once in a folder, and end.")
  private @Nullable Path stage;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AotCacheCommand() {}

  @Override
  public Integer call() throws Exception {
    if (stage != null) {
      PlaygroundRehearsal.play(stage, configuration::load);
      return ExitCode.DONE;
    }
    PrintWriter out = spec.commandLine().getOut();
    AotCache cache = new AotCache(home());
    if (ifNeeded && cache.isUsable()) {
      out.println("The ahead-of-time cache is up to date.");
    } else {
      out.println("Recording an ahead-of-time cache: about a minute.");
      out.flush();
      out.println("Written: " + cache.record());
    }
    out.flush();
    return ExitCode.DONE;
  }

  private static Path home() {
    String home = System.getProperty("switchboard.home");
    if (home == null) {
      throw new CommandFailed(
          "Only a distribution can have one: start it as bin/switchboard aot-cache.");
    }
    return Path.of(home);
  }
}
