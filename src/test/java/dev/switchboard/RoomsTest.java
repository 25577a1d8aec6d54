package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * Holds the packages of the product and of its tests to their size, and the tables of {@code
 * project-docs/architecture.md} to the packages and to what they import. {@code mvn test
 * -Dtest=RoomsTest -Dswitchboard.write=true} writes the tables anew.
 */
class RoomsTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");
  private static final Path DOCUMENT = Path.of("project-docs/architecture.md");
  private static final String BEGIN = "<!-- made from the sources: begin -->\n";
  private static final String END = "<!-- made from the sources: end -->\n";
  private static final String ARROWS_BEGIN = "<!-- made from the imports: begin -->\n";
  private static final String ARROWS_END = "<!-- made from the imports: end -->\n";

  /** A package with more files is split. */
  private static final int MOST_FILES = 40;

  /** Figures of the table that are further off than this have to be written anew. */
  private static final Percentage FIGURES = Percentage.withPercentage(25);

  private static final Pattern PURPOSE =
      Pattern.compile("\\A/\\*\\*(.*?)\\*/\\s*@NullMarked", Pattern.DOTALL);
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([\\w.]+)` \\| (\\d+) \\| (\\d+) \\| (.*) \\|$");

  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?dev\\.switchboard\\.([a-z]+)\\.");

  /**
   * A package.
   *
   * @param lines of all its files
   * @param purpose the first sentence of its {@code package-info}
   */
  private record Room(String name, int files, int lines, String purpose) {
    String row() {
      return "| `%s` | %d | %d | %s |\n".formatted(name, files, lines, purpose);
    }
  }

  /** The packages below a root of sources. */
  private static List<Room> rooms(Path root) throws IOException {
    Map<Path, List<Path>> folders = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      folders.putAll(
          files
              .filter(file -> file.toString().endsWith(".java"))
              .collect(Collectors.groupingBy(Path::getParent)));
    }
    return folders.entrySet().stream()
        .map(folder -> room(root.relativize(folder.getKey()), folder.getValue()))
        .toList();
  }

  /** The capabilities, each with those that its sources import from. */
  private static SortedMap<String, NavigableSet<String>> arrows() throws IOException {
    SortedMap<String, NavigableSet<String>> arrows = new TreeMap<>();
    Path root = SOURCES.resolve("dev/switchboard");
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> {
            String capability = root.relativize(file).getName(0).toString();
            NavigableSet<String> known = arrows.computeIfAbsent(capability, _ -> new TreeSet<>());
            IMPORT
                .matcher(read(file))
                .results()
                .map(imported -> imported.group(1))
                .filter(imported -> !imported.equals(capability))
                .forEach(known::add);
          });
    }
    return arrows;
  }

  private static String table(SortedMap<String, NavigableSet<String>> arrows) {
    StringBuilder table = new StringBuilder("| capability | uses |\n|---|---|\n");
    arrows.forEach((capability, known) ->
        table.append(
            "| `%s` | %s |\n"
                .formatted(
                    capability,
                    known.isEmpty()
                        ? "nothing of ours"
                        : known.stream().collect(Collectors.joining("`, `", "`", "`")))));
    return table.toString();
  }

  private static Room room(Path folder, List<Path> files) {
    String name = folder.toString().replace('/', '.').replace("dev.switchboard.", "");
    int lines = 0;
    int sources = 0;
    String purpose = "";
    for (Path file : files) {
      String text = read(file);
      if (file.endsWith("package-info.java")) {
        purpose = purpose(text);
      } else {
        sources++;
        lines += (int) text.lines().count();
      }
    }
    return new Room(name, sources, lines, purpose);
  }

  private static String purpose(String text) {
    return PURPOSE
        .matcher(text)
        .results()
        .map(found -> found.group(1).replaceAll("\\s*\\n \\*", "").strip())
        .map(words -> words.replaceAll("\\{@code ([^}]*)}", "`$1`"))
        .map(words -> words.split("(?<=\\.)\\s", 2)[0])
        .findFirst()
        .orElse("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noRoomIsAHallAndEachSaysWhatItIsFor() throws IOException {
    assertThat(rooms(SOURCES))
        .hasSizeGreaterThan(30)
        .allSatisfy(room -> {
          assertThat(room.files()).as(room.name()).isBetween(1, MOST_FILES);
          assertThat(room.purpose()).as(room.name()).matches("[A-Z].{20,200}\\.");
        });
  }

  @Test
  void noRoomOfTheTestsIsAHall() throws IOException {
    assertThat(rooms(TESTS))
        .hasSizeGreaterThan(30)
        .allSatisfy(room -> assertThat(room.files()).as(room.name()).isBetween(1, MOST_FILES));
  }

  @Test
  void theTableOfTheDocumentIsTrue() throws IOException {
    String document = Files.readString(DOCUMENT);
    List<Room> rooms = rooms(SOURCES);
    if (Boolean.getBoolean("switchboard.write")) {
      Files.writeString(
          DOCUMENT,
          document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
              + "| package | files | lines | what for |\n|---|---:|---:|---|\n"
              + rooms.stream().map(Room::row).collect(Collectors.joining())
              + document.substring(document.indexOf(END)));
      return;
    }
    Map<String, Room> shown = new LinkedHashMap<>();
    ROW.matcher(document.substring(document.indexOf(BEGIN), document.indexOf(END)))
        .results()
        .map(RoomsTest::shown)
        .forEach(room -> shown.put(room.name(), room));
    assertThat(shown.keySet())
        .as("write it anew: -Dswitchboard.write=true")
        .containsExactlyElementsOf(rooms.stream().map(Room::name).toList());
    assertThat(rooms)
        .allSatisfy(room -> {
          Room row = Objects.requireNonNull(shown.get(room.name()));
          assertThat(row.purpose()).isEqualTo(room.purpose());
          assertThat(row.files()).as(room.name()).isCloseTo(room.files(), within(5));
          assertThat(row.lines()).as(room.name()).isCloseTo(room.lines(), FIGURES);
        });
  }

  @Test
  void theArrowsOfTheDocumentAreTheImports() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(ARROWS_BEGIN) + ARROWS_BEGIN.length();
    int end = document.indexOf(ARROWS_END);
    String table = table(arrows());
    if (Boolean.getBoolean("switchboard.write")) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + table + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end))
        .as("write it anew: -Dswitchboard.write=true")
        .isEqualTo(table);
  }

  private static Room shown(MatchResult row) {
    return new Room(
        row.group(1), Integer.parseInt(row.group(2)), Integer.parseInt(row.group(3)), row.group(4));
  }
}
