package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with programs in the place of Java that say how they were called. */
class LauncherTest {
  /**
   * Says its name, its arguments one a line and its process, and ends with an exit code of its own.
   */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "java: $0"
      for argument; do echo "$argument"; done
      echo "pid: $$"
      exit 7
      """;

  private static final String OLD_JAVA =
      """
      #!/bin/sh
      echo 'openjdk version "17.0.15" 2025-04-15' >&2
      """;

  @TempDir Path folder;
  private Path distribution;

  @BeforeEach
  void layOut() throws IOException {
    distribution = Files.createDirectories(folder.resolve("a folder with blanks"));
    script(
        distribution.resolve("bin/switchboard"),
        Files.readString(Path.of("src/main/dist/bin/switchboard")));
  }

  @Test
  void argumentsFlagsAndExitCodePassThrough() throws Exception {
    Path jdk = jdk("jdk-25", "25.0.1");

    Outcome outcome = launch(Map.of("JAVA_HOME", jdk.toString()), "run", "--config", "a b.conf");

    assertThat(outcome.code()).isEqualTo(7);
    assertThat(outcome.lines())
        .startsWith("java: " + jdk.resolve("bin/java"))
        .containsSubsequence(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dswitchboard.home=" + distribution.toRealPath(),
            "-cp",
            distribution.toRealPath() + "/lib/switchboard.jar",
            "dev.switchboard.cli.Main",
            "run",
            "--config",
            "a b.conf");
  }

  @Test
  void theBenchmarkHasAJarThatNoOtherCommandOpens() throws Exception {
    Map<String, String> variables = Map.of("JAVA_HOME", jdk("jdk-25", "25.0.1").toString());
    String lib = distribution.toRealPath() + "/lib/";

    assertThat(launch(variables, "bench", "--list").lines())
        .containsSubsequence("-cp", lib + "switchboard.jar:" + lib + "switchboard-bench.jar");
    assertThat(launch(variables, "sandbox").lines())
        .containsSubsequence("-cp", lib + "switchboard.jar", "dev.switchboard.cli.Main");
    assertThat(launch(variables).lines())
        .containsSubsequence("-cp", lib + "switchboard.jar", "dev.switchboard.cli.Main");
  }

  @Test
  void anAheadOfTimeCacheIsUsedWhereThereIsOne() throws Exception {
    Path jdk = jdk("jdk-25", "25.0.1");
    Path cache = distribution.toRealPath().resolve("lib/switchboard.aot");

    Outcome without = launch(Map.of("JAVA_HOME", jdk.toString()));
    Files.createDirectories(cache.getParent());
    Files.createFile(cache);
    Outcome with = launch(Map.of("JAVA_HOME", jdk.toString()));

    assertThat(without.lines()).noneMatch(line -> line.contains("AOTCache"));
    assertThat(with.lines()).contains("-XX:AOTCache=" + cache);
  }

  @Test
  void theLauncherBecomesJavaSoThatSignalsReachIt() throws Exception {
    Outcome outcome = launch(Map.of("JAVA_HOME", jdk("jdk-25", "25").toString()));

    assertThat(outcome.lines()).contains("pid: " + outcome.pid());
  }

  @Test
  void theFlagsAreThoseOfTheBuild() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String flags = pom.substring(pom.indexOf("<jdk25.flags>") + 13, pom.indexOf("</jdk25.flags>"));

    Outcome outcome = launch(Map.of("JAVA_HOME", jdk("jdk-25", "25").toString()));

    assertThat(outcome.lines()).contains(flags.split(" "));
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    Path jdk = jdk("jdk-25", "25.0.1");
    Path first =
        Files.createSymbolicLink(
            folder.resolve("first"), Path.of("a folder with blanks/bin/switchboard"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), first);

    Outcome outcome = launch(second, Map.of("JAVA_HOME", jdk.toString()));

    assertThat(outcome.lines()).contains("-Dswitchboard.home=" + distribution.toRealPath());
  }

  @Test
  void optionsOfTheOperatorComeAfterOurs() throws Exception {
    Outcome outcome =
        launch(
            Map.of(
                "JAVA_HOME",
                jdk("jdk-25", "25").toString(),
                "SWITCHBOARD_JAVA_OPTIONS",
                "-Xmx1g -Dx=y"));

    assertThat(outcome.lines()).containsSubsequence("-Xmx512m", "-Xmx1g", "-Dx=y", "-cp");
  }

  @Test
  void anOldJavaHomeIsPassedOverForANewerJavaOnThePath() throws Exception {
    Path old = folder.resolve("jdk-17");
    script(old.resolve("bin/java"), OLD_JAVA);
    Path jdk = jdk("jdk-26", "26-ea");

    Outcome outcome =
        launch(
            Map.of(
                "JAVA_HOME",
                old.toString(),
                "PATH",
                jdk.resolve("bin") + ":" + System.getenv("PATH")));

    assertThat(outcome.lines()).startsWith("java: " + jdk.resolve("bin/java"));
  }

  @Test
  void theJavaThatIsNamedWins() throws Exception {
    Path named = jdk("named", "25");

    for (Path way : List.of(named, named.resolve("bin/java"))) {
      Outcome outcome =
          launch(
              Map.of(
                  "JAVA_HOME", jdk("jdk-25", "25").toString(), "SWITCHBOARD_JAVA", way.toString()));
      assertThat(outcome.lines()).startsWith("java: " + named.resolve("bin/java"));
    }
  }

  @Test
  void aNamedJavaThatIsTooOldIsRefusedInOneLine() throws Exception {
    Path old = folder.resolve("old/java");
    script(old, OLD_JAVA);

    Outcome outcome = launch(Map.of("SWITCHBOARD_JAVA", old.toString()));

    assertThat(outcome.code()).isEqualTo(78);
    assertThat(outcome.lines())
        .containsExactly("SWITCHBOARD_JAVA: found " + old + "; expected a Java 25 or newer");
  }

  @Test
  void withoutAnyJavaOneLineSaysSo() throws Exception {
    // No machine has a Java of the far future.
    Path launcher = distribution.resolve("bin/switchboard");
    script(launcher, Files.readString(launcher).replace("needed=25", "needed=999"));

    Outcome outcome = launch(Map.of());

    assertThat(outcome.code()).isEqualTo(78);
    assertThat(outcome.lines())
        .singleElement()
        .asString()
        .startsWith("Switchboard needs Java 999 or newer and found none");
  }

  private record Outcome(int code, long pid, List<String> lines) {}

  private Outcome launch(Map<String, String> variables, String... arguments) throws Exception {
    return launch(distribution.resolve("bin/switchboard"), variables, arguments);
  }

  private Outcome launch(Path launcher, Map<String, String> variables, String... arguments)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(arguments));
    builder.redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("HOME", folder.toString());
    environment.putAll(variables);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), process.pid(), output.lines().toList());
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    script(jdk.resolve("bin/java"), JAVA);
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    return jdk;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
