package dev.switchboard.cli;

import dev.switchboard.access.AccessRefused;
import dev.switchboard.access.RootToken;
import dev.switchboard.access.TokenFile;
import dev.switchboard.config.AdminPlace;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.node.CommandFailed;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard admin-token}: the root token of the admin RPC. */
@Command(
    name = "admin-token",
    description = {
      "Prints the root token of the admin RPC, which is good for everything.",
      "One is made where there is none yet."
    },
    mixinStandardHelpOptions = true)
final class AdminTokenCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--rotate",
      description = {
        "Replaces it by a new one. The former one is good for a second more; nothing needs a restart."
      })
  private boolean rotate;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  AdminTokenCommand() {}

  @Override
  public Integer call() {
    AdminPlace place = SettingsReader.readAdmin(configuration.load(Map.of()));
    spec.commandLine().getOut().println(token(place));
    return ExitCode.DONE;
  }

  private String token(AdminPlace place) {
    String configured = place.admin().token();
    if (configured.equals(RootToken.DISABLED)) {
      throw new CommandFailed(
          "The admin RPC is switched off: switchboard.admin.root-token is \"disabled\".");
    }
    if (!configured.isEmpty()) {
      if (rotate) {
        throw new CommandFailed(
            "The token stands in the configuration (switchboard.admin.root-token): replace it there.");
      }
      return configured;
    }
    try {
      return rotate
          ? TokenFile.rotate(place.admin().tokenFile())
          : TokenFile.show(place.admin().tokenFile());
    } catch (AccessRefused refused) {
      throw new CommandFailed("Cannot use " + refused.getMessage());
    }
  }
}
