package dev.switchboard.cli;

import dev.switchboard.node.Version;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of the process: runs the given command and ends with its exit code. */
@Command(
    name = "switchboard",
    description = "The front desk and the control room of Discord communities.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      SandboxCommand.class,
      DoctorCommand.class,
      AdminCommand.class,
      AdminTokenCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      BenchCommand.class,
      AotCacheCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the last line says why",
      "2:the command line is not understood",
      "78:the configuration is wrong; one line for each finding",
      "130, 143:stopped by Ctrl-C or SIGTERM, after a clean end"
    },
    footerHeading = "%nMore: ",
    footer = "`switchboard COMMAND --help`, and the folder project-docs.")
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  // Picocli sets the specification before it calls anything.
  @SuppressWarnings("NullAway.Init")
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(Main::misunderstood)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failure.report(failure, command.getErr()));
  }

  /** Without a command: a person sees the usage, a script the exit code of a mistake. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }

  private static String said(CommandLine.ParameterException problem) {
    return problem instanceof CommandLine.UnmatchedArgumentException unmatched
        ? "Not understood: " + String.join(" ", unmatched.getUnmatched())
        : String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }

  private static int misunderstood(CommandLine.ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(said(problem));
    List<String> suggestions =
        problem instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String meant =
        suggestions.isEmpty() ? "" : "Did you mean " + String.join(" or ", suggestions) + "? ";
    err.println(meant + "See: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }
}
