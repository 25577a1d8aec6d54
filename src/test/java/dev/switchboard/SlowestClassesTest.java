package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of the slowest test classes, which {@code slowest-classes.sh} prints. */
class SlowestClassesTest {
  private static final Instant START = Instant.parse("2026-11-30T09:00:00Z");

  @TempDir Path folder;

  @Test
  void tenClassesAreNamedSlowestFirst() throws Exception {
    for (int i = 0; i < 11; i++) {
      report("dev.Class" + i, i + ".25", START.plusSeconds(1));
    }
    report("dev.Long", "1,234.567", START.plusSeconds(1));

    assertThat(list(folder))
        .hasSize(11)
        .startsWith(
            "The slowest of 12 test classes, which took 1292 s together:",
            "  1234.6 s  dev.Long",
            "    10.2 s  dev.Class10")
        .endsWith("     2.2 s  dev.Class2");
  }

  @Test
  void reportsOfAnEarlierRunAreLeftOut() throws Exception {
    report("dev.Former", "100", START.minusSeconds(1));
    report("dev.Present", "1.04", START.plusSeconds(1));

    assertThat(list(folder))
        .containsExactly(
            "The slowest of 1 test classes, which took 1 s together:", "     1.0 s  dev.Present");
  }

  @Test
  void nothingIsSaidWhereNothingWasTested() throws Exception {
    assertThat(list(folder)).isEmpty();
    assertThat(list(folder.resolve("absent"))).isEmpty();
  }

  private static List<String> list(Path reports) throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder("src/test/sh/slowest-classes.sh", reports.toString(), START.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }

  private void report(String name, String seconds, Instant written) throws IOException {
    Path file = folder.resolve("TEST-" + name + ".xml");
    Files.writeString(
        file,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite version="3.0.2" name="%s" time="%s" tests="1"><testcase name="a" time="9"/></testsuite>
        """
            .formatted(name, seconds));
    Files.setLastModifiedTime(file, FileTime.from(written));
  }
}
