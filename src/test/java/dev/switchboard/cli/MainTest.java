package dev.switchboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(execute("--help")).isZero();

    assertThat(out.toString()).contains("run", "sandbox", "backup", "restore", "Exit codes", "78");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandHasAHelp() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      assertThat(execute(command, "--help")).as(command).isZero();
      assertThat(out.toString()).contains("Usage: switchboard " + command);
    }
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(execute("--version")).isZero();

    assertThat(out.toString().strip()).matches("switchboard \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void nothingAskedForIsAUsageErrorThatShowsTheHelp() {
    assertThat(execute()).isEqualTo(2);

    assertThat(err.toString()).contains("Usage: switchboard");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anUnknownOptionIsOneLineAndAHint() {
    assertThat(execute("run", "--confg", "x")).isEqualTo(2);

    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString()).contains("--confg").contains("switchboard run --help");
  }

  @Test
  void aMisspeltCommandIsOneLineAndASuggestion() {
    assertThat(execute("sandbx")).isEqualTo(2);

    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString()).contains("sandbx").contains("switchboard --help");
  }

  @Test
  void aConfigurationFileThatIsNotThereIsOneLine() {
    assertThat(execute("run", "--config", "/nowhere/switchboard.conf")).isEqualTo(78);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("/nowhere/switchboard.conf: found no such file");
  }

  @Test
  void findingsThatComeLateAreToldTheSameWay() {
    ConfigProblem configProblem =
        new ConfigProblem("switchboard.discord.token", "a refused one", "a valid one");
    Throwable failure =
        new CompletionException(new ConfigurationRefused(List.of(configProblem, configProblem)));

    assertThat(Failure.report(failure, new PrintWriter(err, true))).isEqualTo(78);

    assertThat(err.toString().lines())
        .containsExactly(configProblem.line(), configProblem.line())
        .first()
        .isEqualTo("switchboard.discord.token: found a refused one; expected a valid one");
  }

  private int execute(String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
