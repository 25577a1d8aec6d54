package dev.switchboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.e2e.stage.Distribution;
import dev.switchboard.e2e.stage.Distribution.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sandbox --discord-only} of the packed product: its folder, its port and its end. */
@Timeout(120)
class SandboxCommandIT {
  @TempDir Path folder;

  @Test
  void itTellsOthersWhatTheyNeedRefusesASecondAndEndsWhenItIsTold() throws Exception {
    Process first =
        new Distribution(folder)
            .command(Map.of(), "sandbox", "--discord-only", "--port", "0")
            .start();
    try {
      List<String> told = untilLine(first.inputReader(), "SWITCHBOARD_STAFF_ROLES=");
      Outcome second =
          new Distribution(folder)
              .run(Map.of(), "sandbox", "--discord-only", "--port", "0", "--fresh");

      assertThat(told).anyMatch(line -> line.startsWith("SWITCHBOARD_DISCORD_TOKEN="));
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).singleElement().asString().contains(String.valueOf(first.pid()));
    } finally {
      first.destroy();
    }
    assertThat(first.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    assertThat(first.exitValue()).isEqualTo(143);
  }

  @Test
  void aCacheThatDoesNotFitIsToldOfInOneLine() throws Exception {
    Path home = folder.resolve("copied");
    Path launcher = home.resolve("bin/switchboard");
    Files.createDirectories(launcher.getParent());
    Files.copy(Distribution.launcher(), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Path lib = Files.createDirectories(home.resolve("lib"));
    try (Stream<Path> files =
        Files.list(Distribution.launcher().resolve("../../lib").normalize())) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
      }
    }
    Files.writeString(lib.resolve("switchboard.aot"), "of another Java");

    Process started =
        new ProcessBuilder(launcher.toString(), "sandbox", "--discord-only", "--port", "0")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

    try {
      assertThat(untilLine(started.inputReader(), "SWITCHBOARD_STAFF_ROLES="))
          .filteredOn(line -> line.contains("switchboard.aot"))
          .singleElement()
          .asString()
          .endsWith("Run " + launcher.toRealPath() + " aot-cache once in this place.");
    } finally {
      started.destroy();
    }
    assertThat(started.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
  }

  @Test
  void itEndsWithTheProcessThatStartedIt() throws Exception {
    String script =
        Distribution.launcher()
            + " sandbox --discord-only --port 0 --with-parent & echo pid $!; wait";
    Process parent = new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).start();
    BufferedReader out = parent.inputReader();
    long child = Long.parseLong(untilLine(out, "pid ").getLast().substring(4));
    untilLine(out, "SWITCHBOARD_STAFF_ROLES=");
    ProcessHandle handle = ProcessHandle.of(child).orElseThrow();

    parent.destroyForcibly();

    assertThat(handle.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome =
          new Distribution(folder)
              .run(
                  Map.of(),
                  "sandbox",
                  "--discord-only",
                  "--port",
                  String.valueOf(taken.getLocalPort()));

      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .singleElement()
          .asString()
          .contains(String.valueOf(taken.getLocalPort()))
          .contains("--port");
    }
  }

  private static List<String> untilLine(BufferedReader reader, String start) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      lines.add(line);
      if (line.startsWith(start)) {
        return lines;
      }
    }
    throw new AssertionError("it ended without " + start + ": " + lines);
  }
}
