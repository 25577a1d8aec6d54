package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of the slowest test classes. */
class SlowestClassesTest {
  private static final Instant START = Instant.parse("2026-11-30T09:00:00Z");

  @TempDir Path folder;

  @Test
  void tenClassesAreNamedSlowestFirst() throws IOException {
    for (int i = 0; i < 12; i++) {
      report("dev.Class" + i, i + 0.25, START);
    }

    assertThat(SlowestClasses.list(folder, START))
        .hasSize(11)
        .startsWith(
            "The slowest of 12 test classes, which took 69 s together:",
            "    11.3 s  dev.Class11",
            "    10.3 s  dev.Class10")
        .endsWith("     2.3 s  dev.Class2");
  }

  @Test
  void reportsOfAnEarlierRunAreLeftOut() throws IOException {
    report("dev.Former", 100, START.minusSeconds(1));
    report("dev.Present", 1.04, START);

    assertThat(SlowestClasses.list(folder, START))
        .containsExactly(
            "The slowest of 1 test classes, which took 1 s together:", "     1.0 s  dev.Present");
  }

  @Test
  void nothingIsSaidWhereNothingWasTested() throws IOException {
    assertThat(SlowestClasses.list(folder, START)).isEmpty();
    assertThat(SlowestClasses.list(folder.resolve("absent"), START)).isEmpty();
  }

  private void report(String name, double seconds, Instant written) throws IOException {
    Path file = folder.resolve("TEST-" + name + ".xml");
    Files.writeString(
        file,
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuite version="3.0.2" name="%s" time="%s" tests="1"><testcase name="a"/></testsuite>
        """
            .formatted(name, seconds));
    Files.setLastModifiedTime(file, FileTime.from(written));
  }
}
