package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DataFormatTest {
  /** Whoever adds an event or a field has to say whether programs before can read it. */
  @Test
  void everyStoredFormIsListedWithItsNumber() throws IOException {
    Map<String, Integer> listed;
    try (var lines = Files.lines(GoldenFiles.FOLDER.resolve("formats.txt"))) {
      listed =
          lines
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(" ", 2))
              .collect(Collectors.toMap(parts -> parts[1], parts -> Integer.valueOf(parts[0])));
    }
    try (var files = Files.list(GoldenFiles.FOLDER)) {
      assertThat(listed.keySet())
          .as("formats.txt has a line for each golden file; see there and DataFormat.CURRENT")
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".json"))
                  .toList());
    }
    assertThat(listed.values())
        .as("numbers from 1 to DataFormat.CURRENT")
        .allMatch(number -> number >= 1 && number <= DataFormat.CURRENT)
        .contains(DataFormat.CURRENT);
  }
}
