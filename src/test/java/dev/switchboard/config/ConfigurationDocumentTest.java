package dev.switchboard.config;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code reference.conf} to its form and {@code project-docs/configuration.md} to {@code
 * reference.conf}. {@code mvn test -Dtest=ConfigurationDocumentTest -Dswitchboard.write=true}
 * writes the tables anew.
 */
class ConfigurationDocumentTest {
  private static final Path DOCUMENT = Path.of("project-docs/configuration.md");
  private static final String BEGIN = "<!-- made from reference.conf: begin -->\n";
  private static final String END = "<!-- made from reference.conf: end -->\n";

  @Test
  void everyKeyIsInKebabCaseWithACommentADefaultAndTheVariableOfItsName() throws IOException {
    assertThat(ReferenceKey.all())
        .hasSizeGreaterThan(30)
        .allSatisfy(key -> {
          assertThat(key.path()).matches("switchboard(\\.[a-z]+(-[a-z]+)*)+");
          assertThat(key.comment()).as("comment of " + key.path()).hasSizeGreaterThan(20);
          assertThat(key.fallback()).as("default of " + key.path()).isNotEmpty();
          assertThat(key.variable()).isEqualTo(Environment.variableOf(key.path()));
        });
  }

  @Test
  void everyKeyIsReadAsOne() throws IOException {
    assertThat(ReferenceKey.all().stream().map(ReferenceKey::path))
        .containsExactlyInAnyOrderElementsOf(
            Configuration.load(Optional.empty(), new Environment(Map.of()), Map.of()).known());
  }

  @Test
  void theSampleNamesOnlyKeysThatExist() throws IOException {
    // Its settings are comments: without the #, all of them must be known.
    String sample =
        Files.readString(Path.of("conf/switchboard.conf"))
            .replaceAll("(?m)^  # (?=[a-z.-]+ = )", "  ");

    List<String> known = ReferenceKey.all().stream().map(ReferenceKey::path).toList();

    assertThat(ConfigFactory.parseString(sample).entrySet())
        .hasSizeGreaterThan(10)
        .allSatisfy(entry -> assertThat(known).contains(entry.getKey()));
  }

  @Test
  void theDocumentsShowOnlyKeysThatExist() throws IOException {
    List<String> known = ReferenceKey.all().stream().map(ReferenceKey::path).toList();

    Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("project-docs/running.md")))
        .results()
        .flatMap(block -> ConfigFactory.parseString(block.group(1)).entrySet().stream())
        .forEach(entry -> assertThat(known).contains(entry.getKey()));
  }

  @Test
  void theDocumentSaysWhatReferenceConfSays() throws IOException {
    String document = Files.readString(DOCUMENT);
    String expected =
        document.substring(0, document.indexOf(BEGIN) + BEGIN.length())
            + tables()
            + document.substring(document.indexOf(END));
    if (Boolean.getBoolean("switchboard.write")) {
      Files.writeString(DOCUMENT, expected);
      return;
    }
    assertThat(document).as("write it anew: -Dswitchboard.write=true").isEqualTo(expected);
  }

  private static String tables() throws IOException {
    return ReferenceKey.all().stream()
        .collect(
            groupingBy(
                key -> key.path().substring(0, key.path().lastIndexOf('.')),
                LinkedHashMap::new,
                Collectors.toList()))
        .entrySet()
        .stream()
        .map(section -> table(section.getKey(), section.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String table(String section, List<ReferenceKey> keys) {
    return "### `%s`\n\n| key, environment variable | default | what it is |\n|---|---|---|\n"
            .formatted(section)
        + keys.stream().map(key -> row(section, key)).collect(Collectors.joining());
  }

  private static String row(String section, ReferenceKey key) {
    String fallback = key.fallback().equals("\"\"") ? "not set" : "`" + key.fallback() + "`";
    return "| `%s`<br>`%s` | %s | %s |\n"
        .formatted(
            key.path().substring(section.length() + 1),
            key.variable(),
            fallback,
            key.comment().replace("|", "\\|"));
  }
}
