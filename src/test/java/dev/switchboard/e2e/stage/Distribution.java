package dev.switchboard.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packed product, {@code target/switchboard}, run as a person runs it. For tests named IT. */
public final class Distribution {
  private final Path folder;

  /**
   * Takes the distribution that the build has laid out.
   *
   * @param folder where the commands are run; relative paths in them start here
   */
  public Distribution(Path folder) {
    this.folder = folder;
  }

  /** What a command printed, and how it ended. */
  public record Outcome(int code, List<String> out, List<String> err) {}

  /** The launcher. */
  public static Path launcher() {
    return Path.of(System.getProperty("switchboard.distribution", "target/switchboard"))
        .toAbsolutePath()
        .resolve("bin/switchboard");
  }

  /** A command to start, without the environment's own settings. */
  public ProcessBuilder command(Map<String, String> variables, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(launcher().toString());
    builder.command().addAll(List.of(arguments));
    builder.directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SWITCHBOARD_"));
    builder.environment().putAll(variables);
    return builder;
  }

  /** Runs a command that ends by itself. */
  public Outcome run(Map<String, String> variables, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    Process process =
        command(variables, arguments)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(180, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("it ended").isTrue();
    return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
  }
}
