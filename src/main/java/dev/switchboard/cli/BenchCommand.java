package dev.switchboard.cli;

import dev.switchboard.bench.Benchmark;
import dev.switchboard.bench.FillingSockets;
import dev.switchboard.bench.LookAlike;
import dev.switchboard.node.CommandFailed;
import dev.switchboard.node.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code switchboard bench}: measures the speed of this distribution on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures Switchboard against a look-alike Discord, each in a process of its own.",
      "Takes about half an hour; --quick two to three minutes."
    },
    subcommands = BenchSeedCommand.class,
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--scenario",
      paramLabel = "NAME",
      description = "Play only this one; may be given several times. All: --list.")
  private List<String> scenarios = new ArrayList<>();

  @Option(names = "--list", description = "Name the scenarios and end.")
  private boolean list;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is played; ${DEFAULT-VALUE} otherwise.")
  private int runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench",
      description = "Where bench.md, bench.json and the logs go; ${DEFAULT-VALUE} otherwise.")
  private Path out;

  @Option(names = "--quick", description = "Play each once, and the long ones shorter.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the texts are drawn from.")
  private long seed;

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      defaultValue = "",
      description = "More options for Switchboard's Java machine, as for a recording.")
  private String javaOptions;

  @Option(names = "--as-discord", hidden = true, description = "Be the look-alike.")
  private boolean asDiscord;

  @Option(names = "--as-strangers", hidden = true, description = "Be strangers who fill sockets.")
  private boolean asStrangers;

  @Option(names = "--data", hidden = true, description = "Where the look-alike keeps its world.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      hidden = true,
      description = "Where the look-alike, or Switchboard, listens.")
  private int port;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter said = spec.commandLine().getOut();
    if (asDiscord) {
      LookAlike.serve(Optional.ofNullable(data), port, seed, System.in, said);
      return ExitCode.DONE;
    }
    if (asStrangers) {
      FillingSockets.serve(port, System.in, said);
      return ExitCode.DONE;
    }
    if (list) {
      Benchmark.names().forEach(said::println);
      said.flush();
      return ExitCode.DONE;
    }
    for (String name : scenarios) {
      if (!Benchmark.names().contains(name)) {
        throw new CommandFailed(
            "--scenario %s: there is no such scenario; --list names them".formatted(name));
      }
    }
    boolean whole =
        Benchmark.run(
            new Benchmark.Options(
                scenarios, runs, out, quick, seed, Version.number(), home(), javaOptions),
            said);
    return whole ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static Path home() {
    String home = System.getProperty("switchboard.home");
    if (home == null) {
      throw new CommandFailed(
          "Only a distribution can be measured: start it as bin/switchboard bench.");
    }
    return Path.of(home);
  }
}
