package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.e2e.stage.Distribution;
import dev.switchboard.e2e.stage.Distribution.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the packed product that end by themselves. */
class CommandsIT {
  @TempDir Path folder;

  @Test
  void versionAndHelpAreAnsweredOnStandardOutput() throws Exception {
    Outcome version = new Distribution(folder).run(Map.of(), "--version");
    Outcome help = new Distribution(folder).run(Map.of(), "run", "--help");

    assertThat(version.code()).isZero();
    assertThat(version.out()).singleElement().asString().startsWith("switchboard ");
    assertThat(version.err()).isEmpty();
    assertThat(help.code()).isZero();
    assertThat(help.out()).first().asString().startsWith("Usage: switchboard run");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void packagingLeftAnAheadOfTimeCacheThatThisJavaTakes() throws Exception {
    Outcome outcome = new Distribution(folder).run(Map.of(), "aot-cache", "--if-needed");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).containsExactly("The ahead-of-time cache is up to date.");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aWrongConfigurationIsOneLineForEachFindingAndLoadsNoClassOfTheSandbox() throws Exception {
    Path classes = folder.resolve("classes");

    Outcome outcome =
        new Distribution(folder)
            .run(
                Map.of(
                    "SWITCHBOARD_JAVA_OPTIONS",
                    // A cache brings all that its rehearsal needed: without it we see what is asked
                    // for.
                    "-XX:AOTMode=off -Xlog:class+load:file=" + classes,
                    "SWITCHBOARD_HTTP_PORT",
                    "70000"),
                "run");

    assertThat(outcome.code()).isEqualTo(78);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .hasSize(4)
        .allMatch(line ->
            line.matches("switchboard\\.\\S+ \\(SWITCHBOARD_\\w+\\): found .*; expected .*"));
    assertThat(Files.readAllLines(classes))
        .anyMatch(line -> line.contains("dev.switchboard.cli.RunCommand "))
        .noneMatch(line -> line.contains("dev.switchboard.sandbox."));
  }

  @Test
  void theBenchmarkIsFoundInItsOwnJar() throws Exception {
    Outcome outcome = new Distribution(folder).run(Map.of(), "bench", "--list");

    assertThat(outcome.code()).as("%s", outcome).isZero();
    assertThat(outcome.out()).hasSizeGreaterThan(5);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void theFileInTheWorkingFolderIsRead() throws Exception {
    Path file = Files.createDirectories(folder.resolve("conf")).resolve("switchboard.conf");
    Files.writeString(file, "switchboard {\n  http.port = \"seven\"\n");

    Outcome broken = new Distribution(folder).run(Map.of(), "run");
    Files.writeString(file, "switchboard {\n  http.port = \"seven\"\n}\n");
    Outcome wrong = new Distribution(folder).run(Map.of(), "run");

    assertThat(broken.code()).isEqualTo(78);
    assertThat(broken.err()).singleElement().asString().startsWith("conf/switchboard.conf:");
    assertThat(wrong.err()).anyMatch(line -> line.contains("\"seven\" (conf/switchboard.conf:2)"));
  }

  @Test
  void theDistributionsOwnFileIsASampleThatSetsNothing() throws Exception {
    Outcome outcome = new Distribution(folder).run(Map.of(), "run", "--setup=off");

    assertThat(Distribution.launcher().resolve("../../conf/switchboard.conf").normalize())
        .isRegularFile();
    assertThat(outcome.err()).hasSize(3).allMatch(line -> line.contains("found nothing"));
  }
}
