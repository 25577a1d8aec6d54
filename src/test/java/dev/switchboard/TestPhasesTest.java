package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test class runs in {@code mvn verify}: none falls between the phases of pom.xml. */
class TestPhasesTest {
  private static final Path TESTS = Path.of("src/test/java");

  @Test
  void whatTheFastPhaseLeavesOutTheSlowOneRuns() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String fast = plugin(pom, "maven-surefire-plugin");
    String slow = plugin(pom, "maven-failsafe-plugin");

    List<String> leftOut = patterns(fast, "exclude");
    assertThat(leftOut).startsWith("**/*$*").hasSizeGreaterThan(1);
    assertThat(patterns(slow, "include"))
        .startsWith("**/*IT.java")
        .containsAll(leftOut.subList(1, leftOut.size()))
        .hasSameSizeAs(leftOut);
    assertThat(slow).doesNotContain("<excludes>");
  }

  @Test
  void aClassWithTestsHasANameByWhichItIsFound() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> classes =
          files.filter(file -> file.toString().endsWith(".java")).filter(this::hasTests).toList();
      assertThat(classes)
          .hasSizeGreaterThan(200)
          .allSatisfy(
              file -> assertThat(file.getFileName().toString()).matches(".+(Test|IT)\\.java"));
    }
  }

  /** Otherwise it shares two cores with other browsers; see the execution in pom.xml. */
  @Test
  void aClassThatOpensABrowserIsPlayedAlone() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<String> classes =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(this::hasTests)
              .map(TestPhasesTest::read)
              .filter(text -> text.matches("(?s).*(Chromium\\.launch\\(|extends\\s+OpenPage).*"))
              .toList();
      assertThat(classes)
          .hasSizeGreaterThan(10)
          .allSatisfy(text -> assertThat(text).contains("@Tag(\"browser\")\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean hasTests(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .anyMatch(
              line -> line.matches("\\s*@(Test|ParameterizedTest|TestFactory|ArchTest)\\b.*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String plugin(String pom, String name) {
    int from = pom.indexOf("<artifactId>" + name + "</artifactId>");
    assertThat(from).as(name).isPositive();
    return pom.substring(from, pom.indexOf("</plugin>", from));
  }

  private static List<String> patterns(String plugin, String element) {
    return Pattern.compile("<%s>(.*?)</%s>".formatted(element, element))
        .matcher(plugin)
        .results()
        .map((MatchResult found) -> found.group(1))
        .toList();
  }
}
