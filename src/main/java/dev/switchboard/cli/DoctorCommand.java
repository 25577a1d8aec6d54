package dev.switchboard.cli;

import dev.switchboard.config.Settings;
import dev.switchboard.config.SettingsReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code switchboard doctor}: finds problems and gives advice. */
@Command(
    name = "doctor",
    description = {
      "Says what is wrong, and what to do about it.",
      "Looks at the configuration, the database, Discord, the clock, the disk and what waits to be",
      "delivered, and says what to do. Changes nothing; Switchboard may go on running meanwhile."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong, or only worth a look",
      "1:something is wrong",
      "78:the configuration is wrong; one line for each finding"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  DoctorCommand() {}

  @Override
  public Integer call() {
    Settings settings = SettingsReader.read(configuration.load(Map.of()));
    PrintWriter out = spec.commandLine().getOut();
    List<Doctor.Symptom> symptoms =
        new Doctor(settings)
            .examine(symptom -> {
              out.println(symptom.line());
              out.flush();
            });
    boolean ill = symptoms.stream().anyMatch(one -> one.verdict() == Doctor.Verdict.WRONG);
    return ill ? ExitCode.FAILED : ExitCode.DONE;
  }
}
