package dev.switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the documents to the sources: a class or a test that a document names is there, and every
 * document is found from {@code project-docs/index.md}.
 */
class DocumentsTest {
  private static final Path DOCUMENTS = Path.of("project-docs");

  /** Names in code that look like classes of ours: of libraries, of systemd, and planned ones. */
  private static final Set<String> FOREIGN =
      Set.of(
          "DirectMessage",
          "DynamicUser",
          "EventSource",
          "HttpURLConnection",
          "LoadCredential",
          "MaxGCPauseMillis",
          "MaxTenuringThreshold",
          "MemberFace",
          "PostgreSQL",
          "StaffFace",
          "StandardOutput");

  /** A line of `git show --stat`. */
  private static final Pattern STATISTICS =
      Pattern.compile("^.* \\| +[0-9]+ [+-]+$", Pattern.MULTILINE);

  /** Code within a line, and drawings and lists of files; other blocks are commands and files. */
  private static final Pattern CODE =
      Pattern.compile("(?s)```text\\n(.*?)```|```\\w+\\n.*?```|`([^`\\n]+)`");

  /**
   * Packages if there are any, a name of two words or more, and what is named of it. Units such as
   * MiB are shorter; options of the JVM follow a colon or a sign.
   */
  private static final Pattern CLASS =
      Pattern.compile(
          "(?<![\\w.@$:+-])((?:[a-z]\\w*\\.)*)(?=\\w{5})([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.(\\w+))?");

  /** A class of tests, a test of it, or a further test of the class that was named last. */
  private static final Pattern TEST =
      Pattern.compile(
          "(?<![\\w.])([A-Z][a-z]\\w*(?:Test|IT))\\b(?:\\.(\\w+\\*?))?"
              + "|(?<=[ (])\\.([a-z]\\w{8,}\\*?)"
              + "|(?<= )(?=\\w{16})([a-z]+[A-Z]\\w*\\*?)");

  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:class|record|enum|interface) (\\w+)");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

  /** The text of each source file by the name of its class; of those of one name, all texts. */
  private static final Map<String, String> SOURCES = new HashMap<>();

  /** All types, those within others included. */
  private static final Set<String> TYPES = new HashSet<>();

  private static final Set<String> QUALIFIED = new HashSet<>();

  @BeforeAll
  static void readTheSources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(DocumentsTest::readSource);
    }
  }

  private static void readSource(Path file) {
    String text = read(file);
    String name = file.getFileName().toString().replace(".java", "");
    SOURCES.merge(name, text, String::concat);
    QUALIFIED.add(file.resolveSibling(name).toString().replace('/', '.'));
    DECLARED.matcher(text).results().map(found -> found.group(1)).forEach(TYPES::add);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document without listings of `git show --stat`, which name what there was. */
  private static String told(Path document) {
    return STATISTICS.matcher(read(document)).replaceAll("");
  }

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(DOCUMENTS)) {
      return Stream.concat(Stream.of(Path.of("README.md")), files)
          .filter(file -> file.toString().endsWith(".md"))
          .toList();
    }
  }

  @Test
  void everyClassThatADocumentNamesIsThere() throws IOException {
    Set<String> foreign = new TreeSet<>();
    List<String> unknown = new ArrayList<>();
    for (Path document : documents()) {
      CODE.matcher(told(document))
          .results()
          .map(code -> code.group(1) == null ? code.group(2) : code.group(1))
          .filter(code -> code != null)
          .flatMap(code -> CLASS.matcher(code).results())
          .forEach(named -> {
            if (FOREIGN.contains(named.group(2))) {
              foreign.add(named.group(2));
            } else if (!isThere(named)) {
              unknown.add(document + ": " + named.group());
            }
          });
    }
    assertThat(unknown).as("classes that are not there").isEmpty();
    assertThat(foreign).as("names that are not ours").containsExactlyInAnyOrderElementsOf(FOREIGN);
  }

  private static boolean isThere(MatchResult named) {
    String packages = named.group(1);
    String name = named.group(2);
    if (!TYPES.contains(name)) {
      return false;
    }
    boolean isPackageRight =
        packages.isEmpty()
            || QUALIFIED.stream().anyMatch(file -> file.endsWith('.' + packages + name));
    return isPackageRight && (named.group(3) == null || has(name, named.group(3)));
  }

  /** Whether a class names a member; the ending of its file is none. */
  private static boolean has(String name, String member) {
    String text = SOURCES.getOrDefault(name, "");
    if (Set.of("java", "class").contains(member) || text.isEmpty()) {
      return true;
    }
    boolean isType =
        Character.isUpperCase(member.charAt(0)) && !member.equals(member.toUpperCase(Locale.ROOT));
    return isType
        ? DECLARED.matcher(text).results().anyMatch(found -> found.group(1).equals(member))
        : Pattern.compile("\\b" + member + "\\b").matcher(text).find();
  }

  @Test
  void everyTestThatADocumentNamesIsThere() throws IOException {
    List<String> unknown = new ArrayList<>();
    int found = 0;
    for (Path document : documents()) {
      for (String line : told(document).lines().toList()) {
        String type = "";
        for (MatchResult named : TEST.matcher(line).results().toList()) {
          type = named.group(1) == null ? type : named.group(1);
          String test =
              Stream.of(2, 3, 4)
                  .map(named::group)
                  .filter(text -> text != null)
                  .findFirst()
                  .orElse("");
          if (!type.isEmpty() && !isTest(type, test)) {
            unknown.add("%s: %s.%s".formatted(document, type, test));
          }
          found++;
        }
      }
    }
    assertThat(unknown).as("tests that are not there").isEmpty();
    assertThat(found).isGreaterThan(200);
  }

  /** A method or a rule of ArchUnit; a star stands for the rest of a name, or for all tests. */
  private static boolean isTest(String type, String test) {
    String text = SOURCES.get(type);
    if (text == null) {
      return false;
    }
    return test.isEmpty()
        || test.equals("java")
        || Pattern.compile("(?:void|ArchRule) " + test.replace("*", "\\w*") + "\\b")
            .matcher(text)
            .find();
  }

  @Test
  void everyDocumentIsFoundFromTheIndexAndEveryLinkLeadsSomewhere() throws IOException {
    Set<Path> reached = new HashSet<>();
    reach(DOCUMENTS.resolve("index.md"), reached);
    assertThat(reached).as("what documents link to").allMatch(Files::exists);
    try (Stream<Path> files = Files.walk(DOCUMENTS)) {
      assertThat(reached)
          .as("what is reached from index.md")
          .containsAll(
              files.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toSet()));
    }
  }

  private static void reach(Path document, Set<Path> reached) {
    if (reached.add(document) && document.toString().endsWith(".md") && Files.exists(document)) {
      LINK.matcher(read(document))
          .results()
          .map(link -> document.resolveSibling(link.group(1)).normalize())
          .forEach(next -> reach(next, reached));
    }
  }
}
