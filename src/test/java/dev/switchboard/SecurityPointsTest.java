package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Each of the thirty points of browser security has a test, and the table of them in {@code
 * project-docs/security.md} names all that carry a {@link SecurityPoint}. {@code mvn test
 * -Dtest=SecurityPointsTest -Dswitchboard.write=true} writes the tests into the table anew.
 */
class SecurityPointsTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path DOCUMENT = Path.of("project-docs/security.md");
  private static final int POINTS = 30;

  private static final Pattern MARKED =
      Pattern.compile(
          "@SecurityPoint\\(\\{?([\\d, ]+)}?\\)(?:(?!\\n  }\\n).)*?"
              + "\\n  (?:void|static final ArchRule) (\\w+)",
          Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+) \\| ([^|\\n]+) \\| ([^|\\n]*?) ?\\|$");

  /** The tests of each point, as {@code Class.method}. */
  private static SortedMap<Integer, List<String>> marked() {
    SortedMap<Integer, List<String>> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .sorted((one, other) -> name(one).compareTo(name(other)))
          .forEach(file ->
              MARKED
                  .matcher(read(file))
                  .results()
                  .forEach(found ->
                      numbers(found.group(1))
                          .forEach(point ->
                              tests
                                  .computeIfAbsent(point, _ -> new ArrayList<>())
                                  .add(name(file) + "." + found.group(2)))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tests;
  }

  private static Stream<Integer> numbers(String list) {
    return Pattern.compile("\\d+")
        .matcher(list)
        .results()
        .map(found -> Integer.valueOf(found.group()));
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void eachPointHasATest() {
    assertThat(marked().keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, POINTS).boxed().toList());
  }

  @Test
  void theTableNamesThem() throws IOException {
    SortedMap<Integer, List<String>> marked = marked();
    String document = Files.readString(DOCUMENT);
    if (Boolean.getBoolean("switchboard.write")) {
      Files.writeString(
          DOCUMENT,
          ROW.matcher(document)
              .replaceAll(row ->
                  "| %s | %s | %s |"
                      .formatted(
                          row.group(1),
                          row.group(2),
                          String.join(
                              ", ",
                              marked.getOrDefault(Integer.valueOf(row.group(1)), List.of())))));
      return;
    }
    SortedMap<Integer, List<String>> shown = new TreeMap<>();
    ROW.matcher(document)
        .results()
        .forEach(
            row -> shown.put(Integer.valueOf(row.group(1)), List.of(row.group(3).split(", ", -1))));
    assertThat(shown).as("write it anew: -Dswitchboard.write=true").isEqualTo(marked);
  }
}
