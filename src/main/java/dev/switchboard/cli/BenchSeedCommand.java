package dev.switchboard.cli;

import dev.switchboard.bench.seed.Seed;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.config.StoragePlace;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.node.OpenStorage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard bench seed}: fills an empty database with tickets. */
@Command(
    name = "seed",
    description = {
      "Fills an empty database with open tickets, as members and staff would have written them.",
      "Takes some minutes. Refuses a database that is not empty."
    },
    mixinStandardHelpOptions = true)
final class BenchSeedCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "The data folder whose embedded database is filled; else the configuration's.")
  private @Nullable Path folder;

  @Option(
      names = "--database",
      paramLabel = "URL",
      description = "The JDBC URL of the database to fill; else the configuration's.")
  private @Nullable String database;

  @Option(
      names = "--tickets",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Open tickets; ${DEFAULT-VALUE} otherwise.")
  private int tickets;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Messages in all of them; ${DEFAULT-VALUE} otherwise.")
  private int messages;

  @Option(
      names = "--largest",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Messages in the largest ticket; ${DEFAULT-VALUE} otherwise.")
  private int largest;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What texts and times are drawn from.")
  private long seed;

  @Option(
      names = "--roster",
      paramLabel = "FILE",
      description = "Users, DMs and channels that exist: a line for each, three ids.")
  private @Nullable Path roster;

  @Spec private CommandSpec command;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  BenchSeedCommand() {}

  @Override
  public Integer call() {
    Map<String, String> fixed = new TreeMap<>();
    if (folder != null) {
      fixed.put("switchboard.data-dir", folder.toString());
    }
    if (database != null) {
      fixed.put("switchboard.database.url", database);
    }
    StoragePlace place = SettingsReader.readStorage(configuration.load(fixed));
    PrintWriter out = command.commandLine().getOut();
    // No signature here may name a class of the benchmark: other commands do not have its jar.
    if (tickets < 1 || largest < 1 || messages < tickets - 1 + largest) {
      throw new CommandFailed(
          "--messages %d: too few for %d tickets, one of them with %d"
              .formatted(messages, tickets, largest));
    }
    Seed.Size size = new Seed.Size(tickets, messages, largest, seed);
    try (OpenStorage storage = OpenStorage.at(place)) {
      if (!Seed.isEmpty(storage.database())) {
        throw new CommandFailed(
            storage.database().maskedUrl() + " is not empty: only an empty database can be seeded");
      }
      Seed.Written written =
          Seed.fill(
              storage.database(),
              size,
              Optional.ofNullable(roster),
              line -> {
                out.println(line);
                out.flush();
              });
      out.printf(
          "%,d tickets with %,d messages, %,d events. Largest: %d.%n",
          written.tickets(), written.messages(), written.events(), size.largestTicket());
      out.flush();
    }
    return ExitCode.DONE;
  }
}
